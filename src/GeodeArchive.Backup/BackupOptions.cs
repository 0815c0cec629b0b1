using GeodeArchive.Backup.Filtering;
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

    /// <summary>Whether to encrypt it; null: as the backup that it goes on from, and a full not.</summary>
    public bool? IsEncrypted { get; init; }

    /// <summary>How blocks are compressed.</summary>
    public CompressionSettings Compression { get; init; } = CompressionSettings.Default;

    /// <summary>Workers that read, cut and compress; 0 means three for each processor.</summary>
    public int WorkerCount { get; init; }

    /// <summary>The archive root's own directory, so that it is left out where it lies below the source.</summary>
    public FileMetadata? ArchiveRoot { get; init; }

    /// <summary>What is left out, see <see cref="PathPattern"/>: the last one that matches decides.</summary>
    public IReadOnlyList<PathPattern> Excluded { get; init; } = [];

    /// <summary>Whether the backup ends at mount points, which become empty directories.</summary>
    public bool StaysOnFileSystem { get; init; }

    /// <summary>Whether directories with a CACHEDIR.TAG are saved without what else is in them. The source itself never is one.</summary>
    public bool SkipsCaches { get; init; }

    /// <summary>Name of this machine, kept with the backup.</summary>
    public required string Host { get; init; }

    /// <summary>Name and version of this program, kept with the backup.</summary>
    public required string Program { get; init; }
}
