using GeodeArchive.Backup.Filtering;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>What a restore is asked to do.</summary>
public sealed record RestoreOptions
{
    /// <summary>Name of the backup in its archive root.</summary>
    public required string Name { get; init; }

    /// <summary>The directory to restore into: absent or empty, unless it is brought up to date.</summary>
    public required FilePath Target { get; init; }

    /// <summary>What is restored, with the directories that lead there, see <see cref="PathPattern"/>; all if empty.</summary>
    public IReadOnlyList<PathPattern> Included { get; init; } = [];

    /// <summary>What is neither restored nor removed: the last one that matches decides.</summary>
    public IReadOnlyList<PathPattern> Excluded { get; init; } = [];

    /// <summary>
    /// Whether the target may hold something: then only what differs is written, and what the parent of the backup lists and the backup
    /// does not is removed. Anything else that is there is refused before anything is written.
    /// </summary>
    public bool IsUpdate { get; init; }

    /// <summary>Whether anything else that is there is removed, too.</summary>
    public bool RemovesExtra { get; init; }

    /// <summary>The archive root's own directory, so that nothing is restored into it; null when the root is no directory.</summary>
    public FileMetadata? ArchiveRoot { get; init; }

    /// <summary>
    /// Whether the directory is marked as being restored before anything is written, so that nobody opens a database there: see
    /// <see cref="RestoreMark"/>. The caller takes the mark away.
    /// </summary>
    public bool IsMarked { get; init; }

    /// <summary>Workers that read, decompress and write; 0 means as many as keep processors and disk busy.</summary>
    public int WorkerCount { get; init; }
}
