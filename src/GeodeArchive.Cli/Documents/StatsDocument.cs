using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>repository stats --json</c> prints.</summary>
internal sealed record StatsDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>Number of the newest commit.</summary>
    public required ulong Manifest { get; init; }

    /// <summary>Backups.</summary>
    public required long BackupCount { get; init; }

    /// <summary>Backups that are held.</summary>
    public required long HeldCount { get; init; }

    /// <summary>Bytes of all files of all backups.</summary>
    public required long LogicalSize { get; init; }

    /// <summary>Segments.</summary>
    public required long SegmentCount { get; init; }

    /// <summary>Their bytes.</summary>
    public required long StoredSize { get; init; }

    /// <summary>Their bytes before compression.</summary>
    public required long PlainSize { get; init; }

    /// <summary>Chunks in them.</summary>
    public required long ChunkCount { get; init; }

    /// <summary>Bytes of segments that some backup needs.</summary>
    public required long NeededSize { get; init; }

    /// <summary>Bytes of segments that no backup needs and that no collection has seen yet.</summary>
    public required long UnneededSize { get; init; }

    /// <summary>Bytes of segments that wait for being deleted.</summary>
    public required long RetiredSize { get; init; }

    /// <summary>Indexes.</summary>
    public required long IndexCount { get; init; }

    /// <summary>Their bytes.</summary>
    public required long IndexSize { get; init; }

    /// <summary>Logical bytes for each stored one; null when nothing is stored.</summary>
    public required double? DedupRatio { get; init; }

    /// <summary>Sessions that are open.</summary>
    public required IReadOnlyList<SessionDocument> OpenSessions { get; init; }

    /// <summary>Describes a repository.</summary>
    public static StatsDocument From(ArchiveRepository repository)
    {
        var state = repository.State;
        var needed = state.NeededSegments();
        var stored = state.Segments.Sum(segment => segment.Size);
        var neededSize = state.Segments.Where(segment => needed.Contains(segment.Number)).Sum(segment => segment.Size);
        var retired = state.Retired.Sum(retire => state.FindSegment(retire.Number)!.Size);
        var logical = state.Backups.Aggregate(0L, (sum, backup) => (long)Int128.Min((Int128)sum + backup.LogicalSize, long.MaxValue));
        return new StatsDocument
        {
            Root = repository.Store.DisplayName,
            Manifest = state.Number.Value,
            BackupCount = state.Backups.Count,
            HeldCount = state.Backups.Count(backup => state.FindHold(backup.BackupId) is not null),
            LogicalSize = logical,
            SegmentCount = state.Segments.Count,
            StoredSize = stored,
            PlainSize = state.Segments.Sum(segment => segment.PlainSize),
            ChunkCount = state.Segments.Sum(segment => segment.ChunkCount),
            NeededSize = neededSize,
            UnneededSize = stored - neededSize - retired,
            RetiredSize = retired,
            IndexCount = state.Indexes.Count,
            IndexSize = state.Indexes.Sum(index => index.Size),
            DedupRatio = stored == 0 ? null : Math.Round((double)logical / stored, digits: 2),
            OpenSessions = SessionDocument.From(state.OpenSessions),
        };
    }
}
