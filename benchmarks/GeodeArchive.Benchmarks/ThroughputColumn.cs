using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GeodeArchive.Benchmarks;

/// <summary>MB (10^6 bytes) a second, for benchmarks whose operation is one MiB: those with OperationsPerInvoke = MiB handled.</summary>
internal sealed class ThroughputColumn : IColumn
{
    private const double BytesPerOperation = 1 << 20;

    public string Id => nameof(ThroughputColumn);

    public string ColumnName => "MB/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Million bytes a second, of uncompressed data";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Median;
        // Bytes in a nanosecond are thousands of MB in a second.
        return nanoseconds is null ? "-" : (BytesPerOperation / nanoseconds.Value * 1000).ToString("F0", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
