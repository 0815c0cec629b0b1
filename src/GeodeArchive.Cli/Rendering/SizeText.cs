using System.Globalization;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Sizes for people, in binary units: KB below 1 MB, MB without decimals, GB with one.</summary>
internal static class SizeText
{
    private const long Kilo = 1L << 10;
    private const long Mega = 1L << 20;
    private const long Giga = 1L << 30;

    /// <summary>"512 KB", "234 MB", "12.4 GB". Halves are rounded up, and what is not empty is at least "1 KB".</summary>
    public static string Of(long bytes)
    {
        if (Rounded(bytes, Kilo) < Kilo)
        {
            return $"{Math.Max(Rounded(bytes, Kilo), bytes > 0 ? 1 : 0)} KB";
        }

        if (Rounded(bytes, Mega) < Kilo)
        {
            return $"{Math.Max(Rounded(bytes, Mega), 1)} MB";
        }

        var tenths = (Int128)bytes * 10 / Giga + ((Int128)bytes * 10 % Giga >= Giga / 2 ? 1 : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{tenths / 10}.{tenths % 10} GB");
    }

    private static long Rounded(long bytes, long unit) => bytes / unit + (bytes % unit >= unit / 2 ? 1 : 0);
}
