namespace GeodeArchive.Configuration;

/// <summary>A configuration cannot be taken as it is. The message reads "FILE:LINE:COLUMN: what is wrong".</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="file">The file, for people; or what else the value came from.</param>
    /// <param name="line">Line from 1; 0 if it is about no line.</param>
    /// <param name="column">Column from 1, in characters; 0 if it is about no line.</param>
    /// <param name="detail">What is wrong.</param>
    /// <param name="hint">What to do about it.</param>
    public ConfigurationException(string file, int line, int column, string detail, string? hint = null)
        : base(line > 0 ? $"{file}:{line}:{column}: {detail}" : $"{file}: {detail}")
    {
        File = file;
        Line = line;
        Column = column;
        Detail = detail;
        Hint = hint;
    }

    /// <summary>The file, for people.</summary>
    public string File { get; }

    /// <summary>Line from 1; 0 if it is about no line.</summary>
    public int Line { get; }

    /// <summary>Column from 1, in characters; 0 if it is about no line.</summary>
    public int Column { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Detail { get; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; }
}
