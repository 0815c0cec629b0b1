using GeodeArchive.Backup.Restoring;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup restore --json</c> prints.</summary>
internal sealed record RestoredDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>The backup.</summary>
    public required BackupDocument Backup { get; init; }

    /// <summary>The directory restored into, as it was given.</summary>
    public required string DataDir { get; init; }

    /// <summary>Files, directories and other entries made.</summary>
    public required long EntryCount { get; init; }

    /// <summary>Of these, how many were in the directory already, as they should be.</summary>
    public required long KeptCount { get; init; }

    /// <summary>Entries that were removed.</summary>
    public required long RemovedCount { get; init; }

    /// <summary>Bytes of file content written.</summary>
    public required long WrittenSize { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Number of problems.</summary>
    public required long ProblemCount { get; init; }

    /// <summary>The first thousand problems.</summary>
    public required IReadOnlyList<ProblemDocument> Problems { get; init; }

    /// <summary>Of a database, what it was recovered to; null for a directory tree.</summary>
    public RestoredDatabaseDocument? Database { get; init; }

    /// <summary>Describes a restore.</summary>
    public static RestoredDocument From(ArchiveRepository repository, FilePath target, RestoreResult result, TimeSpan elapsed) => new()
    {
        Root = repository.Store.DisplayName,
        Backup = BackupDocument.From(repository.State, result.Backup),
        DataDir = target.ToString(),
        EntryCount = result.EntryCount,
        KeptCount = result.KeptCount,
        RemovedCount = result.RemovedCount,
        WrittenSize = result.ByteCount,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, digits: 3),
        ProblemCount = result.Problems.Count,
        Problems = ProblemDocument.From(result.Problems.Kept),
    };
}
