using GeodeArchive.Io.Files;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Store;

namespace GeodeArchive.Backup.Restoring;

/// <summary>What a restore of a database is asked to do.</summary>
public sealed record DatabaseRestoreOptions
{
    /// <summary>Name of the backup in its archive root.</summary>
    public required string Name { get; init; }

    /// <summary>The data directory to make: absent or empty, unless it is brought up to date.</summary>
    public required FilePath Target { get; init; }

    /// <summary>
    /// Whether the target holds the same database, restored to an earlier moment and unchanged since: then only what differs is written.
    /// </summary>
    public bool IsUpdate { get; init; }

    /// <summary>Whether files that neither the backup nor its parent knows are removed from it; else they are refused.</summary>
    public bool RemovesExtra { get; init; }

    /// <summary>The archive root's own directory, so that nothing is restored into it; null when the root is no directory.</summary>
    public FileMetadata? ArchiveRoot { get; init; }

    /// <summary>How far to recover; without a WAL archive only <see cref="RecoveryTarget.Immediate"/>.</summary>
    public required RecoveryTarget Recovery { get; init; }

    /// <summary>Whether all rows are read again from the files at the end, and compared with what the commits say.</summary>
    public bool Scans { get; init; } = true;

    /// <summary>Workers that read, decompress and write; 0 means as many as keep processors and disk busy.</summary>
    public int WorkerCount { get; init; }

    /// <summary>How the log is made, and the memory of the replay.</summary>
    public DatabaseOptions Database { get; init; } = new();
}
