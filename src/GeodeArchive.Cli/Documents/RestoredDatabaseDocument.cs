using GeodeArchive.Backup.Restoring;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup restore --json</c> says of a database.</summary>
internal sealed record RestoredDatabaseDocument
{
    /// <summary>The database.</summary>
    public required string DatabaseId { get; init; }

    /// <summary>The place in the log that the backup stands for.</summary>
    public required string BaseLsn { get; init; }

    /// <summary>The place that it was recovered to: the end of the last commit in it.</summary>
    public required string Lsn { get; init; }

    /// <summary>The last transaction in it; 0 for none.</summary>
    public required ulong Xid { get; init; }

    /// <summary>When that was committed; null for none.</summary>
    public required string? Time { get; init; }

    /// <summary>Transactions that were replayed.</summary>
    public required long TransactionCount { get; init; }

    /// <summary>Bytes of log that were replayed.</summary>
    public required long ReplayedSize { get; init; }

    /// <summary>The timeline that it goes on in.</summary>
    public required string TimelineId { get; init; }

    /// <summary>The timeline that this leaves, at <see cref="Lsn"/>.</summary>
    public required string ParentTimelineId { get; init; }

    /// <summary>The life that it goes on in.</summary>
    public required string IncarnationId { get; init; }

    /// <summary>What finding the target took.</summary>
    public required SeekCostDocument Seek { get; init; }

    /// <summary>Whether all rows were read again.</summary>
    public required bool Scanned { get; init; }

    /// <summary>Whether they were, and are what the commits say.</summary>
    public required bool Proven { get; init; }

    /// <summary>Rows and other keys that were read again.</summary>
    public required long KeyCount { get; init; }

    /// <summary>The first hundred damages.</summary>
    public required IReadOnlyList<DamageDocument> Damages { get; init; }

    /// <summary>Sentences for people.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Describes a restore.</summary>
    public static RestoredDatabaseDocument From(DatabaseRestoreResult result) => new()
    {
        DatabaseId = result.Source.DatabaseId.ToString(),
        BaseLsn = result.Source.CheckpointLsn.ToString(),
        Lsn = result.Target.Stop.End.ToString(),
        Xid = result.Target.Stop.Xid.Value,
        Time = result.Target.Stop.Exists ? TimeText.OfCommitForJson(result.Target.Stop.Time) : null,
        TransactionCount = result.Replay.Count,
        ReplayedSize = result.Target.Stop.End - result.Source.CheckpointLsn,
        TimelineId = result.Replay.Timeline.TimelineId.ToString(),
        ParentTimelineId = result.Replay.Timeline.ParentId.ToString(),
        IncarnationId = result.Replay.IncarnationId.ToString(),
        Seek = SeekCostDocument.From(result.Target.Cost),
        Scanned = result.IsScanned,
        Proven = result.IsProven,
        KeyCount = result.KeyCount,
        Damages = [.. result.Findings.Select(DamageDocument.From)],
        Notes = result.Target.Notes,
    };
}
