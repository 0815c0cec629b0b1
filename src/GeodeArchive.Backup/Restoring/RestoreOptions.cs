using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>What a restore is asked to do.</summary>
public sealed record RestoreOptions
{
    /// <summary>Name of the backup in its archive root.</summary>
    public required string Name { get; init; }

    /// <summary>The directory to restore into: absent or empty.</summary>
    public required FilePath Target { get; init; }

    /// <summary>Workers that read, decompress and write; 0 means one for each processor.</summary>
    public int WorkerCount { get; init; }
}
