using GeodeArchive.Io.Files;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Store;

namespace GeodeArchive.Backup.Restoring;

/// <summary>What a restore of a database is asked to do.</summary>
public sealed record DatabaseRestoreOptions
{
    /// <summary>Name of the backup in its archive root.</summary>
    public required string Name { get; init; }

    /// <summary>The data directory to make: absent or empty.</summary>
    public required FilePath Target { get; init; }

    /// <summary>How far to recover; without a WAL archive only <see cref="RecoveryTarget.Immediate"/>.</summary>
    public required RecoveryTarget Recovery { get; init; }

    /// <summary>Whether all rows are read again from the files at the end, and compared with what the commits say.</summary>
    public bool Scans { get; init; } = true;

    /// <summary>Workers that read, decompress and write; 0 means two for each processor.</summary>
    public int WorkerCount { get; init; }

    /// <summary>How the log is made, and the memory of the replay.</summary>
    public DatabaseOptions Database { get; init; } = new();
}
