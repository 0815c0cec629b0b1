using GeodeArchive.Io.Files;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>What a restore is asked to do.</summary>
public sealed record RestoreOptions
{
    /// <summary>Name of the backup in its archive root.</summary>
    public required string Name { get; init; }

    /// <summary>The directory to restore into: absent or empty.</summary>
    public required FilePath Target { get; init; }

    /// <summary>
    /// Whether the directory is marked as being restored before anything is written, so that nobody opens a database there: see
    /// <see cref="RestoreMark"/>. The caller takes the mark away.
    /// </summary>
    public bool IsMarked { get; init; }

    /// <summary>Workers that read, decompress and write; 0 means two for each processor.</summary>
    public int WorkerCount { get; init; }
}
