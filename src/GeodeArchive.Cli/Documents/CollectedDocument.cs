using GeodeArchive.Backup.Collecting;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>repository collect --json</c> prints.</summary>
internal sealed record CollectedDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>True when nothing was done.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Sessions that were ended.</summary>
    public required long FencedSessionCount { get; init; }

    /// <summary>Segments of theirs that became part of the repository.</summary>
    public required long AdoptedSegmentCount { get; init; }

    /// <summary>Segments that no backup needs any more.</summary>
    public required long RetiredSegmentCount { get; init; }

    /// <summary>Their bytes.</summary>
    public required long RetiredSize { get; init; }

    /// <summary>Segments of which the needed part was written again.</summary>
    public required long MovedSegmentCount { get; init; }

    /// <summary>Bytes, before compression, that were written again.</summary>
    public required long MovedSize { get; init; }

    /// <summary>Segments that were deleted.</summary>
    public required long DeletedSegmentCount { get; init; }

    /// <summary>Bytes that were given back.</summary>
    public required long FreedSize { get; init; }

    /// <summary>Files that nobody referred to.</summary>
    public required long OrphanCount { get; init; }

    /// <summary>Indexes that were written again.</summary>
    public required long MergedIndexCount { get; init; }

    /// <summary>Retired segments that cannot be deleted yet.</summary>
    public required long WaitingSegmentCount { get; init; }

    /// <summary>Sessions that are open.</summary>
    public required IReadOnlyList<SessionDocument> OpenSessions { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>What the operator should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Describes a collection.</summary>
    public static CollectedDocument From(string root, bool isDryRun, CollectResult result, TimeSpan elapsed) => new()
    {
        Root = root,
        DryRun = isDryRun,
        FencedSessionCount = result.FencedSessionCount,
        AdoptedSegmentCount = result.AdoptedSegmentCount,
        RetiredSegmentCount = result.RetiredSegmentCount,
        RetiredSize = result.RetiredSize,
        MovedSegmentCount = result.MovedSegmentCount,
        MovedSize = result.MovedSize,
        DeletedSegmentCount = result.DeletedSegmentCount,
        FreedSize = result.FreedSize,
        OrphanCount = result.OrphanCount,
        MergedIndexCount = result.MergedIndexCount,
        WaitingSegmentCount = result.WaitingSegmentCount,
        OpenSessions = SessionDocument.From(result.OpenSessions),
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, digits: 3),
        Notes = result.Notes,
    };
}
