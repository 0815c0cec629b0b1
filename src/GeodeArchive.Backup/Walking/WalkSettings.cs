using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>What a walk has to know.</summary>
/// <param name="PartSize">Files are cut at every so many bytes.</param>
/// <param name="ArchiveRoot">Metadata of the archive root's directory: it is never part of a backup. Null when the root is no
/// directory.</param>
/// <param name="SkippedRoot">Is told where the archive root was met.</param>
internal sealed record WalkSettings(long PartSize, FileMetadata? ArchiveRoot, Action<string> SkippedRoot)
{
    public bool IsArchiveRoot(FileMetadata directory) =>
        ArchiveRoot is { } root && root.Inode == directory.Inode && root.Device == directory.Device;
}
