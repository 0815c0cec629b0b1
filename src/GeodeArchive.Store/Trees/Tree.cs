using GeodeArchive.Format;
using GeodeArchive.Store.Pages;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Trees;

/// <summary>
/// A tree of keys and values that one writer at a time changes in memory; checkpoints make it durable. Everything here is for the writer
/// only, who takes snapshots for readers and starts checkpoints between two of his changes.
/// </summary>
/// <remarks>
/// A method that fails to read a page leaves the tree as it was but for what had been changed on the way: take back the transaction by
/// opening the store again.
/// </remarks>
public sealed partial class Tree
{
    private readonly Func<IDisposable> _pin;
    private readonly TreePage[] _path = new TreePage[StoreLimits.TreeLevelMax + 1];
    private readonly int[] _pathSlots = new int[StoreLimits.TreeLevelMax + 1];
    private TreeRoot _root;
    private ReadOnlyMemory<byte> _attributes;

    // Pages with this token are the writer's own; it goes up with every snapshot and checkpoint.
    private long _token = 1;
    private long _dirtyPageCount;

    internal Tree(GraphId id, StoreFile file, BlockPointer root, ReadOnlyMemory<byte> attributes, Func<IDisposable> pin)
    {
        Id = id;
        File = file;
        _root = new TreeRoot(null, root);
        _attributes = attributes;
        _pin = pin;
    }

    /// <summary>The graph; 0 for the catalog.</summary>
    public GraphId Id { get; }

    /// <summary>Whether there are no keys.</summary>
    public bool IsEmpty => _root.IsEmpty;

    /// <summary>Bytes of pages that changed and are not durable yet, those of a running checkpoint included.</summary>
    public long DirtySize => Volatile.Read(ref _dirtyPageCount) * StoreLimits.PageSize;

    /// <summary>What the graph layer keeps beside the tree; made durable with it.</summary>
    /// <exception cref="ArgumentException">More than 65,536 bytes.</exception>
    public ReadOnlyMemory<byte> Attributes
    {
        get => _attributes;
        set
        {
            if (value.Length > StoreLimits.AttributesSizeMax)
            {
                throw new ArgumentException($"At most {StoreLimits.AttributesSizeMax} bytes.", nameof(value));
            }

            _attributes = value.ToArray();
            ChangeCount++;
        }
    }

    internal StoreFile File { get; }

    internal long ChangeCount { get; private set; }

    /// <summary>Finds the value of a key.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public bool TryGet(scoped ReadOnlySpan<byte> key, out TreeValue value)
    {
        if (_root.IsEmpty)
        {
            value = default;
            return false;
        }

        return TreeSearch.TryGet(File.Source, LoadRoot(), key, out value);
    }

    /// <summary>
    /// Goes through the keys from <paramref name="start"/> to before <paramref name="end"/> (empty: no end) as the writer sees them. Only
    /// until the next change; for more, take a snapshot.
    /// </summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public TreeCursor OpenCursor(ReadOnlySpan<byte> start = default, ReadOnlySpan<byte> end = default) =>
        new(File.Source, _root, this, start, end.IsEmpty ? null : end.ToArray());

    /// <summary>Keeps the tree as it is now for readers. The caller disposes it.</summary>
    public TreeSnapshot CreateSnapshot()
    {
        var pin = _pin();
        _token++;
        return new TreeSnapshot(File.Source, _root, pin);
    }

    private TreePage LoadRoot()
    {
        if (_root.Page is null)
        {
            _root = new TreeRoot(File.Source.LoadRoot(_root.Pointer), _root.Pointer);
        }

        return _root.Page!;
    }

    private TreePage NewPage(StorePageKind kind, int level)
    {
        var bytes = TreePage.AllocateBytes();
        CellPage.Clear(bytes, kind, level);
        return Own(new TreePage(bytes, _token));
    }

    private TreePage Own(TreePage page)
    {
        Interlocked.Increment(ref _dirtyPageCount);
        return page;
    }

    private static void CheckKey(ReadOnlySpan<byte> key)
    {
        if (key.Length is 0 or > StoreLimits.KeySizeMax)
        {
            throw new ArgumentException($"A key has from 1 to {StoreLimits.KeySizeMax} bytes, not {key.Length}.", nameof(key));
        }
    }
}
