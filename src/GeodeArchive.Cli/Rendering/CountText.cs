using System.Globalization;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Numbers of things, with the noun: "1 file", "12,459 files".</summary>
internal static class CountText
{
    /// <summary>A number with its noun; the plural is the noun and an s, unless it is given.</summary>
    public static string Of(long count, string noun, string? plural = null) => $"{Of(count)} {(count == 1 ? noun : plural ?? noun + "s")}";

    /// <summary>"12,459".</summary>
    public static string Of(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
