using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Walking;

/// <summary>A directory on the way from the root to where the walk is.</summary>
internal sealed class WalkFrame : IDisposable
{
    private readonly FileName[] _names;
    private int _next;

    public WalkFrame(DirectoryLease lease, FileName[] names, ParentCursor? parent)
    {
        Lease = lease;
        _names = names;
        Parent = parent;
    }

    public DirectoryLease Lease { get; }

    public ParentCursor? Parent { get; }

    public bool TryNext(out FileName name)
    {
        var hasNext = _next < _names.Length;
        name = hasNext ? _names[_next++] : default;
        return hasNext;
    }

    public void Dispose()
    {
        Parent?.Dispose();
        Lease.Release();
    }
}
