using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// What a restore into a target that is not empty does with what is there. Nothing is written through a name that is there: what differs is
/// made beside it and renamed over it. For the walker alone.
/// </summary>
internal sealed class TargetUpdate : IDisposable
{
    private readonly TreeReader _tree;
    private readonly MetadataRestorer _metadata;
    private readonly FileRestorer _files;
    private readonly TemporaryNames _names;

    // What names of a file in the target already are, so that no two files of the backup become one.
    private readonly HashSet<(ulong Device, ulong Inode)> _claimed = [];

    public TargetUpdate(
        TreeReader tree, TargetExtras extras, MetadataRestorer metadata, FileRestorer files, TemporaryNames names, RestoreCounts counts)
    {
        _tree = tree;
        Extras = extras;
        _metadata = metadata;
        _files = files;
        _names = names;
        Counts = counts;
    }

    /// <summary>What the target has and the backup has not.</summary>
    public TargetExtras Extras { get; }

    public RestoreCounts Counts { get; }

    /// <summary>The parent backup's tree; null if there is no parent.</summary>
    public TreeEntry? KnownRoot { get; init; }

    /// <summary>What the parent backup has in a directory; null if it is none there.</summary>
    public ParentCursor? OpenKnown(TreeEntry? known) => known is { Kind: EntryKind.Directory }
        ? new ParentCursor(_tree.ReadDirectory(known.Directory!).GetEnumerator())
        : null;

    /// <summary>How a file is restored where something is.</summary>
    public RestoreWay WayOf(FileMetadata found, TreeEntry entry) => found.Kind switch
    {
        FileKind.Directory => RestoreWay.Make,
        FileKind.Regular when !IsSharedWrongly(found, entry) => RestoreWay.Update,
        _ => RestoreWay.Replace,
    };

    /// <summary>Restores a file with several names at once.</summary>
    public void Restore(RestoreFile file, FileName name)
    {
        _files.Restore(file);
        Claim(file.Directory.Directory, name);
    }

    /// <summary>Makes what is there a further name of a file; false if that cannot be had.</summary>
    public bool TryLink(NodeMaker nodes, DirectoryLease directory, FileName name, FileMetadata found, EntryPath first)
    {
        if (found.Kind == FileKind.Directory)
        {
            return nodes.TryLink(directory, name, first);
        }

        if (nodes.IsSame(directory, first, found))
        {
            Counts.AddKept();
            return true;
        }

        var isLinked = false;
        var temporary = _names.Make(made => isLinked = nodes.TryLink(directory, made, first));
        if (isLinked)
        {
            directory.Directory.Rename(temporary, directory.Directory, name, replace: true);
        }

        return isLinked;
    }

    /// <summary>Restores anything but a file or directory; false if it cannot be had.</summary>
    public bool TryRestore(
        NodeMaker nodes, IDirectory directory, FileName name, FileMetadata found, TreeEntry entry, EntryPath path)
    {
        var isMade = found.Kind == FileKind.Directory
            ? nodes.TryMake(directory, name, entry, path)
            : TryKeep(directory, name, found, entry, path) || TryReplace(nodes, directory, name, entry, path);
        if (isMade && entry.LinkCount > 1)
        {
            Claim(directory, name);
        }

        return isMade;
    }

    public void Dispose() => _files.Dispose();

    /// <summary>True if something has other names, and the entry has none, or other ones.</summary>
    private bool IsSharedWrongly(FileMetadata found, TreeEntry entry) =>
        found.LinkCount > 1 && (entry.LinkCount == 1 || _claimed.Contains((found.Device, found.Inode)));

    private void Claim(IDirectory directory, FileName name)
    {
        var made = directory.GetMetadata(name);
        _claimed.Add((made.Device, made.Inode));
    }

    private bool TryKeep(IDirectory directory, FileName name, FileMetadata found, TreeEntry entry, EntryPath path)
    {
        if (IsSharedWrongly(found, entry) || !NodeMaker.IsSame(directory, name, found, entry))
        {
            return false;
        }

        var node = new NamedNode(directory, name);
        if (MetadataRestorer.IsSame(node, entry))
        {
            Counts.AddKept();
            return true;
        }

        return found.LinkCount == 1 && _metadata.Update(node, entry, path);
    }

    private bool TryReplace(NodeMaker nodes, IDirectory directory, FileName name, TreeEntry entry, EntryPath path)
    {
        var isMade = false;
        var temporary = _names.Make(made => isMade = nodes.TryMake(directory, made, entry, path));
        if (isMade)
        {
            directory.Rename(temporary, directory, name, replace: true);
        }

        return isMade;
    }
}
