namespace GeodeArchive.Loading;

/// <summary>Input cannot be loaded. The message reads "FILE:LINE:COLUMN: what is wrong".</summary>
public sealed class LoadException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="file">The file, for people.</param>
    /// <param name="line">Line from 1; 0 if it is about no line.</param>
    /// <param name="column">Column of the table, or of the line, from 1; 0 if it is about none.</param>
    /// <param name="detail">What is wrong.</param>
    /// <param name="hint">What to do about it.</param>
    public LoadException(string file, long line, int column, string detail, string? hint = null)
        : base($"{file}{(line > 0 ? $":{line}" : string.Empty)}{(column > 0 ? $":{column}" : string.Empty)}: {detail}")
    {
        Line = line;
        Column = column;
        Hint = hint;
    }

    /// <summary>Line from 1; 0 if it is about no line.</summary>
    public long Line { get; }

    /// <summary>Of CSV the number of the field, of JSON lines the byte in the line, from 1; 0 if it is about none.</summary>
    public int Column { get; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; }
}
