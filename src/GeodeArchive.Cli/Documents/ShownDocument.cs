using GeodeArchive.Backup.Viewing;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Format;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup show --json</c> prints.</summary>
internal sealed record ShownDocument
{
    /// <summary>The archive root, as it was given, or the file of an export.</summary>
    public required string Root { get; init; }

    /// <summary>Id of the repository.</summary>
    public required string RepositoryId { get; init; }

    /// <summary>The backup.</summary>
    public required BackupDocument Backup { get; init; }

    /// <summary>directory or database.</summary>
    public required string SourceKind { get; init; }

    /// <summary>Path of what was backed up.</summary>
    public required string Source { get; init; }

    /// <summary>Where.</summary>
    public required string Host { get; init; }

    /// <summary>By what.</summary>
    public required string Program { get; init; }

    /// <summary>plain or encrypted.</summary>
    public required string Domain { get; init; }

    /// <summary>Session that made it.</summary>
    public required string SessionId { get; init; }

    /// <summary>The backup file: ok, missing or damaged.</summary>
    public required string FileState { get; init; }

    /// <summary>Id of its parent, whether that is still there or not; null for a full.</summary>
    public required string? ParentId { get; init; }

    /// <summary>Id of its chain.</summary>
    public required string ChainId { get; init; }

    /// <summary>Chunk that its tree begins with.</summary>
    public required string RootChunk { get; init; }

    /// <summary>Bytes of all segments that it needs.</summary>
    public required long NeededSize { get; init; }

    /// <summary>Bytes of the segments that no other backup needs.</summary>
    public required long ExclusiveSize { get; init; }

    /// <summary>The segments that it needs.</summary>
    public required IReadOnlyList<SegmentDocument> Segments { get; init; }

    /// <summary>What was backed up of a database; null for a directory tree.</summary>
    public required ShownDatabaseDocument? Database { get; init; }

    /// <summary>Describes a backup.</summary>
    public static ShownDocument From(BackupView view, BackupFileState fileState)
    {
        var backup = view.Backup;
        var repository = view.Repository;
        var state = repository.State;
        var segments = backup.Segments.Select(number => state.FindSegment(number)!).ToList();
        return new ShownDocument
        {
            Root = repository.Store.DisplayName,
            RepositoryId = repository.Id.ToString(),
            Backup = BackupDocument.From(state, backup),
            SourceKind = backup.SourceKind == Format.SourceKind.Database ? "database" : "directory",
            Source = view.SourceText,
            Host = view.Root.Host,
            Program = view.Root.Program,
            Domain = backup.Domain == Format.Domain.Plain ? "plain" : "encrypted",
            SessionId = backup.SessionId.ToString(),
            FileState = BackupFileStates.NameOf(fileState),
            ParentId = backup.BackupType == BackupType.Full ? null : backup.ParentId.ToString(),
            ChainId = backup.ChainId.ToString(),
            RootChunk = backup.RootChunk.ToString(),
            NeededSize = segments.Sum(segment => segment.Size),
            ExclusiveSize = segments
                .Where(segment => !state.Backups.Any(other => other != backup && other.Segments.Contains(segment.Number)))
                .Sum(segment => segment.Size),
            Segments = [.. segments.Select(SegmentDocument.From)],
            Database = view.Root.Database is { } database ? ShownDatabaseDocument.From(database, backup) : null,
        };
    }
}
