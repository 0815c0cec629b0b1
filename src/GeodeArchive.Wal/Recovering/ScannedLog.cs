using GeodeArchive.Format;

namespace GeodeArchive.Wal.Recovering;

/// <summary>What is in the files of a log.</summary>
internal sealed record ScannedLog
{
    /// <summary>Segments in use, ascending.</summary>
    public required IReadOnlyList<LogSegmentHeader> InUse { get; init; }

    /// <summary>Numbers after those in use, ascending.</summary>
    public required IReadOnlyList<long> Ahead { get; init; }

    /// <summary>Numbers among those in use that are not: the stream goes on without them.</summary>
    public required IReadOnlyList<long> Skipped { get; init; }

    /// <summary>Where the stream ends.</summary>
    public required LogEnd End { get; init; }

    /// <summary>The highest place that is known to have been durable.</summary>
    public required Lsn Durable { get; init; }

    /// <summary>The last frame boundary that is known to be durable: what follows is written again.</summary>
    public required LogEnd DurableEnd { get; init; }

    /// <summary>The frames from there to the end.</summary>
    public required IReadOnlyList<FramePlace> Tail { get; init; }

    /// <summary>Where a torn tail was cut, or null when the stream ends in what was never written.</summary>
    public required LogCut? Cut { get; init; }
}
