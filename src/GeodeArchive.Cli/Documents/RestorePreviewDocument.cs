using GeodeArchive.Backup.Restoring;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup restore --dry-run --json</c> prints.</summary>
internal sealed record RestorePreviewDocument
{
    /// <summary>Changes that are given.</summary>
    public const int ChangesMax = 1000;

    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>The backup.</summary>
    public required BackupDocument Backup { get; init; }

    /// <summary>The directory that would be restored into, as it was given.</summary>
    public required string DataDir { get; init; }

    /// <summary>Paths that would be written.</summary>
    public required long WriteCount { get; init; }

    /// <summary>Paths that would be removed.</summary>
    public required long RemoveCount { get; init; }

    /// <summary>Paths that would be left as they are.</summary>
    public required long KeepCount { get; init; }

    /// <summary>The first thousand of them.</summary>
    public required IReadOnlyList<RestoreChangeDocument> Changes { get; init; }

    /// <summary>Describes a dry run.</summary>
    public static RestorePreviewDocument From(
        ArchiveRepository repository, FilePath target, RestorePreview preview, IReadOnlyList<RestoreChangeDocument> changes) => new()
    {
        Root = repository.Store.DisplayName,
        Backup = BackupDocument.From(repository.State, preview.Backup),
        DataDir = target.ToString(),
        WriteCount = preview.WriteCount,
        RemoveCount = preview.RemoveCount,
        KeepCount = preview.KeepCount,
        Changes = changes,
    };
}
