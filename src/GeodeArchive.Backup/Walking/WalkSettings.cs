using GeodeArchive.Backup.Filtering;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>What a walk has to know.</summary>
/// <param name="PartSize">Files are cut at every so many bytes.</param>
/// <param name="ArchiveRoot">Metadata of the archive root's directory: it is never part of a backup. Null when the root is no
/// directory.</param>
/// <param name="SkippedRoot">Is told where the archive root was met.</param>
internal sealed record WalkSettings(long PartSize, FileMetadata? ArchiveRoot, Action<string> SkippedRoot)
{
    /// <summary>What is left out.</summary>
    public PathFilter Excluded { get; init; } = new([]);

    /// <summary>Whether directories that are marked as caches are left empty but for the mark.</summary>
    public bool SkipsCaches { get; init; }

    /// <summary>Where other file systems are left out, is told where one was met; null if they are part of the tree.</summary>
    public Action<string>? SkippedMount { get; init; }

    public bool IsArchiveRoot(FileMetadata directory) =>
        ArchiveRoot is { } root && root.Inode == directory.Inode && root.Device == directory.Device;
}
