using GeodeArchive.Backup;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup create --json</c> prints.</summary>
internal sealed record CreatedDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>The backup.</summary>
    public required BackupDocument Backup { get; init; }

    /// <summary>Number of the manifest that holds it.</summary>
    public required ulong Manifest { get; init; }

    /// <summary>Bytes of chunks that were not in the archive yet, before compression.</summary>
    public required long NewSize { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Number of problems.</summary>
    public required long ProblemCount { get; init; }

    /// <summary>The first thousand problems.</summary>
    public required IReadOnlyList<ProblemDocument> Problems { get; init; }

    /// <summary>What the operator should know although nothing is wrong.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Describes a backup that was made.</summary>
    public static CreatedDocument From(ArchiveRepository repository, BackupResult result, TimeSpan elapsed) => new()
    {
        Root = repository.Store.DisplayName,
        Backup = BackupDocument.From(repository.State, result.Backup),
        Manifest = result.Manifest.Value,
        NewSize = result.NewBytes,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, digits: 3),
        ProblemCount = result.Problems.Count,
        Problems = ProblemDocument.From(result.Problems.Kept),
        Notes = result.Notes,
    };
}
