using GeodeArchive.Cli.Rendering;
using GeodeArchive.Wal.Calibrating;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>wal calibrate --json</c> prints.</summary>
internal sealed record CalibratedDocument
{
    /// <summary>The directory that was measured, as it was given.</summary>
    public required string Directory { get; init; }

    /// <summary>The methods, the fastest first.</summary>
    public required IReadOnlyList<MethodDocument> Methods { get; init; }

    /// <summary>What <c>wal.sync_mode</c> should be there.</summary>
    public required string Advice { get; init; }

    /// <summary>Describes measurements.</summary>
    public static CalibratedDocument From(string directory, IReadOnlyList<SyncMeasurement> measured) => new()
    {
        Directory = directory,
        Methods = [.. measured.Select(MethodDocument.From)],
        Advice = SyncModeText.NameOf(CalibrationText.Choose(measured).Mode),
    };

    /// <summary>One method.</summary>
    internal sealed record MethodDocument
    {
        /// <summary>As <c>wal.sync_mode</c> names it.</summary>
        public required string Method { get; init; }

        /// <summary>Writes measured.</summary>
        public required int Count { get; init; }

        /// <summary>Half of them took less, in microseconds.</summary>
        public required double MedianMicroseconds { get; init; }

        /// <summary>99 of 100 took less, in microseconds.</summary>
        public required double Percentile99Microseconds { get; init; }

        /// <summary>Writes one after the other, in a second.</summary>
        public required double WritesPerSecond { get; init; }

        /// <summary>Describes a measurement.</summary>
        public static MethodDocument From(SyncMeasurement measurement) => new()
        {
            Method = SyncModeText.NameOf(measurement.Mode),
            Count = measurement.Count,
            MedianMicroseconds = measurement.Median.TotalMicroseconds,
            Percentile99Microseconds = measurement.Percentile99.TotalMicroseconds,
            WritesPerSecond = measurement.PerSecond,
        };
    }
}
