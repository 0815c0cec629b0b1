using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>
/// A directory that stays open as long as somebody holds it: the walker, and every file of it that is still to be read or written.
/// </summary>
internal sealed class DirectoryLease
{
    private readonly Action<IDirectory>? _atEnd;
    private readonly DirectoryLease? _parent;
    private int _holders = 1;

    /// <summary>Starts with one holder.</summary>
    /// <param name="directory">The open directory; owned by the lease.</param>
    /// <param name="path">Its place in the tree.</param>
    /// <param name="parent">Is held by this lease, so that directories end from the leaves up.</param>
    /// <param name="atEnd">Runs on the last holder's worker, before the directory is closed.</param>
    public DirectoryLease(IDirectory directory, TreePath path, DirectoryLease? parent = null, Action<IDirectory>? atEnd = null)
    {
        Directory = directory;
        Path = path;
        _parent = parent;
        _atEnd = atEnd;
        parent?.Hold();
    }

    public IDirectory Directory { get; }

    public TreePath Path { get; }

    /// <summary>The path of a name in it, for people.</summary>
    public string PathOf(FileName name) => Path.PathOf(name);

    /// <summary>Adds a holder; only a holder may do that.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Ends one holding; the last one ends the lease, and then lets go of the parent.</summary>
    public void Release()
    {
        for (var lease = this; lease is not null && Interlocked.Decrement(ref lease._holders) == 0; lease = lease._parent)
        {
            try
            {
                lease._atEnd?.Invoke(lease.Directory);
            }
            finally
            {
                lease.Directory.Dispose();
            }
        }
    }
}
