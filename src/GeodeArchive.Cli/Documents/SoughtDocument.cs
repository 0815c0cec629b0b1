using GeodeArchive.Cli.Rendering;
using GeodeArchive.Recovery.Seeking;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>wal seek --json</c> prints.</summary>
internal sealed record SoughtDocument
{
    /// <summary>The timeline of the last commit that counts.</summary>
    public required string TimelineId { get; init; }

    /// <summary>Where it ends.</summary>
    public required string Lsn { get; init; }

    /// <summary>The transaction; 0 for none.</summary>
    public required ulong Xid { get; init; }

    /// <summary>When it was committed; null for none.</summary>
    public required string? Time { get; init; }

    /// <summary>What finding it took.</summary>
    public required SeekCostDocument Seek { get; init; }

    /// <summary>Sentences for people.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Describes a place.</summary>
    public static SoughtDocument From(ResolvedTarget target) => new()
    {
        TimelineId = target.Timeline.ToString(),
        Lsn = target.Stop.End.ToString(),
        Xid = target.Stop.Xid.Value,
        Time = target.Stop.Exists ? TimeText.OfCommitForJson(target.Stop.Time) : null,
        Seek = SeekCostDocument.From(target.Cost),
        Notes = target.Notes,
    };
}
