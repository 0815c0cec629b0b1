using System.Globalization;

namespace GeodeArchive.IndexScale;

/// <summary>Rows of a table in Markdown.</summary>
internal static class Report
{
    public static void Row(string what, string value, string atLeast = "") =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {value} | {atLeast} |"));

    public static void Rate(string what, double perSecond, string atLeast = "") =>
        Row(what, perSecond.ToString("N0", CultureInfo.InvariantCulture), atLeast);

    public static void PeakMemory(string phase)
    {
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        Row($"peak resident memory, {phase}, MB", (kilobytes / 1024).ToString(CultureInfo.InvariantCulture), "256 at most");
    }
}
