using System.Runtime.CompilerServices;

namespace GeodeArchive.Format;

/// <summary>
/// What is wrong, put into words only where a check fails: see <see cref="Place.Require(bool, FormatError, ref FailureDetail)"/>.
/// </summary>
[InterpolatedStringHandler]
internal ref struct FailureDetail
{
    private DefaultInterpolatedStringHandler _words;

    /// <summary>Starts, where it is needed.</summary>
    public FailureDetail(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        if (isNeeded)
        {
            _words = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
        }
    }

    /// <summary>Adds words.</summary>
    public void AppendLiteral(string words) => _words.AppendLiteral(words);

    /// <summary>Adds a value.</summary>
    public void AppendFormatted<T>(T value) => _words.AppendFormatted(value);

    /// <summary>Adds a value in a format.</summary>
    public void AppendFormatted<T>(T value, string? format) => _words.AppendFormatted(value, format);

    /// <summary>The words.</summary>
    public string Take() => _words.ToStringAndClear();
}
