using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using GeodeArchive.Format;

namespace GeodeArchive.Codecs;

/// <summary>
/// An algorithm and its level, as text <c>none</c>, <c>lz4</c>, <c>zstd:19</c>: the value of <c>--compression</c>.
/// </summary>
/// <remarks>
/// Levels, with the one that is meant when none is given:
/// <list type="bullet">
/// <item>none: has no level; <see cref="Level"/> is 0.</item>
/// <item>lz4: 1 is the fast algorithm and the default, 2 to 12 are the high-compression algorithm.</item>
/// <item>zstd: -7 to -1 are the fast modes, 1 to 19 the ordinary levels, 3 the default. 20 to 22 are refused: on blocks of about 1 MiB
/// they gain nothing over 19 and need several times its memory for each worker.</item>
/// <item>gzip: 1 to 9, 6 the default.</item>
/// </list>
/// The default value of the type names no algorithm and is not valid.
/// </remarks>
public readonly record struct CompressionSettings
{
    internal const int Lz4LevelFast = 1;

    /// <summary>Makes valid settings.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="level">A level in the range of the algorithm; 0 for <see cref="CompressionAlgorithm.None"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not assigned, or the level outside its range.</exception>
    public CompressionSettings(CompressionAlgorithm algorithm, int level)
    {
        if (!IsLevel(algorithm, level))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, $"{NameOf(algorithm)} has no such level; {RangeOf(algorithm)}.");
        }
        Algorithm = algorithm;
        Level = level;
    }

    /// <summary>What is used unless something else is asked for: <c>zstd:3</c>.</summary>
    public static CompressionSettings Default => For(CompressionAlgorithm.Zstd);

    /// <summary>The algorithm.</summary>
    public CompressionAlgorithm Algorithm { get; }

    /// <summary>The level; 0 for none.</summary>
    public int Level { get; }

    /// <summary>An algorithm at its default level.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The algorithm is not assigned.</exception>
    public static CompressionSettings For(CompressionAlgorithm algorithm)
    {
        return new CompressionSettings(algorithm, Levels(algorithm).Default);
    }

    /// <summary>Reads <c>none</c>, or <c>lz4</c>, <c>zstd</c> or <c>gzip</c> with or without <c>:LEVEL</c>.</summary>
    /// <exception cref="FormatException">The text is something else; the message says what is wrong with it, for a user.</exception>
    public static CompressionSettings Parse(string text)
    {
        return TryParse(text, out CompressionSettings settings, out string? reason) ? settings : throw new FormatException(reason);
    }

    /// <summary>Reads <c>none</c>, or <c>lz4</c>, <c>zstd</c> or <c>gzip</c> with or without <c>:LEVEL</c>.</summary>
    /// <param name="text">Lower case, without blanks.</param>
    /// <param name="settings">The settings, or the default value if the result is false.</param>
    /// <param name="reason">What is wrong with the text, for a user; null if the result is true.</param>
    public static bool TryParse(string? text, out CompressionSettings settings, [NotNullWhen(false)] out string? reason)
    {
        settings = default;
        reason = null;
        string name = text ?? "";
        string? levelText = null;
        int colon = name.IndexOf(':');
        if (colon >= 0)
        {
            levelText = name[(colon + 1)..];
            name = name[..colon];
        }

        CompressionAlgorithm algorithm;
        switch (name)
        {
            case "none": algorithm = CompressionAlgorithm.None; break;
            case "lz4": algorithm = CompressionAlgorithm.Lz4; break;
            case "zstd": algorithm = CompressionAlgorithm.Zstd; break;
            case "gzip": algorithm = CompressionAlgorithm.Gzip; break;
            default:
                reason = $"unknown compression \"{name}\"; use none, lz4, zstd or gzip, the last three with a level if you like: zstd:3";
                return false;
        }

        if (levelText is null)
        {
            settings = For(algorithm);
            return true;
        }
        if (algorithm == CompressionAlgorithm.None)
        {
            reason = "compression none takes no level";
            return false;
        }
        if (!TryParseLevel(levelText, out int level) || !IsLevel(algorithm, level))
        {
            reason = $"{name} has no compression level \"{levelText}\"; {RangeOf(algorithm)}";
            return false;
        }
        settings = new CompressionSettings(algorithm, level);
        return true;
    }

    /// <summary>The text that <see cref="Parse"/> reads as this value; always with the level where there is one.</summary>
    public override string ToString()
    {
        return Algorithm switch
        {
            0 => "",
            CompressionAlgorithm.None => NameOf(Algorithm),
            _ => $"{NameOf(Algorithm)}:{Level.ToString(CultureInfo.InvariantCulture)}",
        };
    }

    // Refuses what would be read but not be written again: "+3", "03", " 3", "-0".
    private static bool TryParseLevel(string text, out int level)
    {
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out level)
            && level.ToString(CultureInfo.InvariantCulture) == text;
    }

    private static (int Min, int Max, int Default) Levels(CompressionAlgorithm algorithm)
    {
        return algorithm switch
        {
            CompressionAlgorithm.None => (0, 0, 0),
            CompressionAlgorithm.Lz4 => (Lz4LevelFast, 12, Lz4LevelFast),
            CompressionAlgorithm.Zstd => (-7, 19, 3),
            CompressionAlgorithm.Gzip => (1, 9, 6),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No such compression algorithm."),
        };
    }

    private static string NameOf(CompressionAlgorithm algorithm)
    {
        return algorithm switch
        {
            CompressionAlgorithm.None => "none",
            CompressionAlgorithm.Lz4 => "lz4",
            CompressionAlgorithm.Zstd => "zstd",
            CompressionAlgorithm.Gzip => "gzip",
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No such compression algorithm."),
        };
    }

    private static bool IsLevel(CompressionAlgorithm algorithm, int level)
    {
        (int min, int max, _) = Levels(algorithm);
        return level >= min && level <= max && (level != 0 || algorithm == CompressionAlgorithm.None);
    }

    private static string RangeOf(CompressionAlgorithm algorithm)
    {
        (int min, int max, _) = Levels(algorithm);
        string range = min switch
        {
            < 0 => $"{min} to -1 and 1 to {max}",
            0 => "0 alone",
            _ => $"{min} to {max}",
        };
        return $"its levels are {range}";
    }
}
