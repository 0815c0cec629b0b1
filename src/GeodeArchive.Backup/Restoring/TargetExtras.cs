using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// What the target has and the backup has not. It is removed where the parent backup lists it, so that it is known to have been deleted
/// between the two, or where everything may be removed; anything else is somebody's, and stays. Removing stays on the target's file
/// system and follows no link. For one worker.
/// </summary>
internal sealed class TargetExtras
{
    private readonly TreeReader _tree;
    private readonly PathSelection _selection;
    private readonly FileMetadata _target;
    private readonly FileMetadata? _archiveRoot;
    private readonly bool _removesAll;
    private readonly bool _isTrial;

    /// <summary>Prepares.</summary>
    /// <param name="tree">Reads the parent backup.</param>
    /// <param name="selection">What the restore leaves alone.</param>
    /// <param name="target">The target's own directory.</param>
    /// <param name="options">Says what may be removed.</param>
    /// <param name="isTrial">True: nothing is removed, only told.</param>
    public TargetExtras(TreeReader tree, PathSelection selection, FileMetadata target, RestoreOptions options, bool isTrial)
    {
        _tree = tree;
        _selection = selection;
        _target = target;
        _archiveRoot = options.ArchiveRoot;
        _removesAll = options.RemovesExtra;
        _isTrial = isTrial;
    }

    /// <summary>Is told each path that is removed, or would be.</summary>
    public Action<string> Removed { get; init; } = _ => { };

    /// <summary>Is told each path that stays, because nobody knows it.</summary>
    public Action<string> Unknown { get; init; } = _ => { };

    /// <summary>Removes an entry of the target, with all below it, as far as that may be.</summary>
    /// <param name="directory">Where it is.</param>
    /// <param name="path">Where that is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="known">The parent's entry of that path, or null.</param>
    /// <returns>True if nothing is left of it.</returns>
    public bool Remove(IDirectory directory, TreePath path, FileName name, TreeEntry? known)
    {
        var metadata = directory.GetMetadata(name);
        var isDirectory = metadata.Kind == FileKind.Directory;
        if (_selection.Choose(path, isTaken: true, name, isDirectory) == PathChoice.Leave)
        {
            return false;
        }

        if (!_removesAll && known is null && !TemporaryNames.IsTemporary(name))
        {
            Unknown(path.PathOf(name));
            return false;
        }

        if (isDirectory)
        {
            DemandRemovable(metadata, path.PathOf(name));
            if (!RemoveBelow(directory, path.Append(name), name, metadata, known))
            {
                return false;
            }
        }

        Removed(path.PathOf(name));
        if (!_isTrial)
        {
            Delete(directory, name, isDirectory);
        }

        return true;
    }

    /// <summary>Opens a directory of the target; one that its owner may not read or write is given the permission first.</summary>
    public static IDirectory OpenForChanges(IDirectory parent, FileName name, FileMetadata metadata)
    {
        const int OwnerBits = 0x1C0; // 0700
        if ((metadata.Mode & OwnerBits) != OwnerBits)
        {
            // Its own mode comes back, or the directory goes.
            parent.SetMode(name, metadata.Mode | OwnerBits);
        }

        return parent.OpenDirectory(name);
    }

    private static void Delete(IDirectory directory, FileName name, bool isDirectory)
    {
        if (isDirectory)
        {
            directory.DeleteDirectory(name);
        }
        else
        {
            directory.DeleteFile(name);
        }
    }

    private bool RemoveBelow(IDirectory parent, TreePath path, FileName name, FileMetadata metadata, TreeEntry? known)
    {
        using var directory = _isTrial ? parent.OpenDirectory(name) : OpenForChanges(parent, name, metadata);
        using var cursor = known is { Kind: EntryKind.Directory }
            ? new ParentCursor(_tree.ReadDirectory(known.Directory!).GetEnumerator())
            : null;
        var isEmpty = true;
        foreach (var below in new TargetListing(directory).TakeRest())
        {
            isEmpty &= Remove(directory, path, below, cursor?.Find(below.Bytes));
        }

        return isEmpty;
    }

    private void DemandRemovable(FileMetadata directory, string path)
    {
        if (directory.Device != _target.Device)
        {
            throw new RepositoryException(
                RepositoryError.Failed, $"{path} is another file system: it is not removed", "unmount it, or leave it out: --exclude");
        }

        if (_archiveRoot is { } root && root.Inode == directory.Inode && root.Device == directory.Device)
        {
            throw new RepositoryException(
                RepositoryError.Failed,
                $"{path} is the archive root itself: it is not removed",
                "restore elsewhere, or leave it out: --exclude");
        }
    }
}
