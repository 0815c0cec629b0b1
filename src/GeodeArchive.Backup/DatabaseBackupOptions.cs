using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup;

/// <summary>What a backup of a database is asked to do.</summary>
public sealed record DatabaseBackupOptions
{
    /// <summary>
    /// The data directory: its owner is that of the files, and its path is kept for people. Nothing in it is opened by name.
    /// </summary>
    public required FilePath DataDirectory { get; init; }

    /// <summary>Name of the backup in its archive root.</summary>
    public required string Name { get; init; }

    /// <summary>What is read and sent.</summary>
    public BackupType Type { get; init; } = BackupType.Full;

    /// <summary>Any backup of the chain to go on from; null picks the newest chain of the same database.</summary>
    public string? BaseBackup { get; init; }

    /// <summary>Whether to encrypt it; null: as the backup that it goes on from, and a full not.</summary>
    public bool? IsEncrypted { get; init; }

    /// <summary>How blocks are compressed.</summary>
    public CompressionSettings Compression { get; init; } = CompressionSettings.Default;

    /// <summary>Workers that read, check and compress; 0 means one for each processor.</summary>
    public int WorkerCount { get; init; }

    /// <summary>Name of this machine, kept with the backup.</summary>
    public required string Host { get; init; }

    /// <summary>Name and version of this program, kept with the backup.</summary>
    public required string Program { get; init; }
}
