using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup;

/// <summary>What a backup is asked to do.</summary>
public sealed record BackupOptions
{
    /// <summary>The directory to back up.</summary>
    public required FilePath Source { get; init; }

    /// <summary>Name of the backup in its archive root.</summary>
    public required string Name { get; init; }

    /// <summary>What is read and sent.</summary>
    public BackupType Type { get; init; } = BackupType.Full;

    /// <summary>Any backup of the chain to go on from; null picks the newest chain of the same source.</summary>
    public string? BaseBackup { get; init; }

    /// <summary>How blocks are compressed.</summary>
    public CompressionSettings Compression { get; init; } = CompressionSettings.Default;

    /// <summary>Workers that read, cut and compress; 0 means two for each processor.</summary>
    public int WorkerCount { get; init; }

    /// <summary>The archive root's own directory, so that it is left out where it lies below the source.</summary>
    public FileMetadata? ArchiveRoot { get; init; }

    /// <summary>Name of this machine, kept with the backup.</summary>
    public required string Host { get; init; }

    /// <summary>Name and version of this program, kept with the backup.</summary>
    public required string Program { get; init; }
}
