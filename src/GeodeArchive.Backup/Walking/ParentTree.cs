using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup.Walking;

/// <summary>
/// The backup that an incremental or differential is compared with. A file is unchanged if size, modification time, ctime and
/// inode are the same and the ctime lies well before the parent was begun: a later change inside the clock's grain would not
/// show.
/// </summary>
internal sealed class ParentTree
{
    private const long QuietNanoseconds = 2_000_000_000;

    private readonly TreeReader _reader;
    private readonly WriteSession _session;
    private readonly FileTime _changedBefore;

    public ParentTree(TreeReader reader, WriteSession session, BackupAddRecord parent)
    {
        _reader = reader;
        _session = session;
        Root = reader.ReadRoot(parent.RootChunk).Entry;
        var (seconds, nanoseconds) = Math.DivRem(parent.Started - QuietNanoseconds, 1_000_000_000);
        _changedBefore = new FileTime(seconds, (int)nanoseconds);
    }

    /// <summary>The source directory as the parent saw it.</summary>
    public TreeEntry Root { get; }

    /// <summary>The entries of a directory of the parent.</summary>
    public ParentCursor Open(TreeEntry directory) => new(_reader.ReadDirectory(directory.Directory!).GetEnumerator());

    /// <summary>True if the parent's content of this file is its content now, and all of it is in the repository.</summary>
    public bool TryReuse(TreeEntry before, FileMetadata now) => IsUnchanged(before, now) && TryUse(before);

    /// <summary>True if a file or link is what it was, by all that its metadata can tell.</summary>
    public bool IsUnchanged(TreeEntry before, FileMetadata now) =>
        before.Kind == TreeEntries.KindOf(now.Kind)
        && before.Flags == EntryFlags.None
        && (before.Kind == EntryKind.SymbolicLink ? before.LinkTarget.Length : before.Size) == now.Size
        && TreeEntries.ModifiedTime(before) == now.Modified
        && new FileTime(before.ChangedSeconds, before.ChangedNanoseconds) == now.Changed
        && before.Inode == now.Inode
        && now.Changed.CompareTo(_changedBefore) < 0;

    private bool TryUse(TreeEntry before) =>
        _reader.ReadExtentNodes(before).All(_session.TryUse)
        && _reader.ReadExtents(before).All(extent => extent.Kind == ExtentKind.Hole || _session.TryUse(extent.ChunkId));
}
