using System.Globalization;
using GeodeArchive.Wal.Calibrating;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Measured sync methods for people.</summary>
internal static class CalibrationText
{
    private const double MuchFaster = 1.1;

    /// <summary>Writes a table, and what to set.</summary>
    public static void Write(TextWriter output, string directory, IReadOnlyList<SyncMeasurement> measured)
    {
        List<string[]> rows = [["METHOD", "MEDIAN", "99 %", "WRITES/S"], .. measured.Select(Row)];
        ColumnText.Write(output, rows, rightAligned: [1, 2, 3]);
        output.WriteLine();
        output.WriteLine($"On {directory}: {Advice(measured)}");
    }

    /// <summary>The method to set: the fastest, but fdatasync where that is no slower than noise.</summary>
    public static SyncMeasurement Choose(IReadOnlyList<SyncMeasurement> measured)
    {
        var fastest = measured[0];
        var usual = measured.First(measurement => measurement.Mode == Wal.SyncMode.Fdatasync);
        return usual.Median < fastest.Median * MuchFaster ? usual : fastest;
    }

    private static string Advice(IReadOnlyList<SyncMeasurement> measured) =>
        $"set wal.sync_mode = \"{SyncModeText.NameOf(Choose(measured).Mode)}\"";

    private static string[] Row(SyncMeasurement measurement) =>
    [
        SyncModeText.NameOf(measurement.Mode),
        Microseconds(measurement.Median),
        Microseconds(measurement.Percentile99),
        measurement.PerSecond.ToString("N0", CultureInfo.InvariantCulture),
    ];

    private static string Microseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:N0} us");
}
