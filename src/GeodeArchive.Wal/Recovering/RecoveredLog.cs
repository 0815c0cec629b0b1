using GeodeArchive.Format;
using GeodeArchive.Wal.Appending;
using GeodeArchive.Wal.Flushing;

namespace GeodeArchive.Wal.Recovering;

/// <summary>A log that is ready to go on.</summary>
internal sealed record RecoveredLog
{
    /// <summary>The timeline to go on with.</summary>
    public required LogTimeline Timeline { get; init; }

    /// <summary>The place after everything that was there before.</summary>
    public required Lsn Start { get; init; }

    /// <summary>Where a torn tail was cut, or null.</summary>
    public required LogCut? Cut { get; init; }

    /// <summary>Writes what comes.</summary>
    public required FrameWriter Writer { get; init; }

    /// <summary>The segment to go on in.</summary>
    public required SegmentPlace Place { get; init; }

    /// <summary>Where its next frame comes.</summary>
    public required long Offset { get; init; }

    /// <summary>The highest time of a commit.</summary>
    public required long TimeMax { get; init; }

    /// <summary>The highest XID of a commit.</summary>
    public required Xid XidMax { get; init; }

    /// <summary>All segments in use.</summary>
    public required IReadOnlyList<(long Number, Lsn Start)> Segments { get; init; }

    /// <summary>Segments that are ready.</summary>
    public required IReadOnlyList<long> Ahead { get; init; }

    /// <summary>The number after all of them.</summary>
    public required long NextNumber { get; init; }
}
