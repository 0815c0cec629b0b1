using GeodeArchive.Backup.Exporting;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup export --json</c> prints.</summary>
internal sealed record ExportedDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>The backup.</summary>
    public required BackupDocument Backup { get; init; }

    /// <summary>The file, as it was given.</summary>
    public required string File { get; init; }

    /// <summary>Its bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Segments that were copied as they are.</summary>
    public required int CopiedSegmentCount { get; init; }

    /// <summary>Segments that were packed again.</summary>
    public required int PackedSegmentCount { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Describes an export.</summary>
    public static ExportedDocument From(ArchiveRepository repository, ExportTarget target, ExportResult result, TimeSpan elapsed) => new()
    {
        Root = repository.Store.DisplayName,
        Backup = BackupDocument.From(repository.State, result.Backup),
        File = target.ToString(),
        Size = result.Size,
        CopiedSegmentCount = result.CopiedCount,
        PackedSegmentCount = result.PackedCount,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, digits: 3),
    };
}
