using GeodeArchive.Format;

namespace GeodeArchive.Store.Pages;

/// <summary>
/// A page in memory, in the page's own format. Who may change it: the writer, while <see cref="Token"/> is that of its tree; nobody
/// after a snapshot or a checkpoint has been taken of it. Then all that changes is how its children are reached (see <see cref="Settle"/>).
/// </summary>
internal sealed class TreePage
{
    private volatile bool _isDurable;
    private TreePage?[]? _children;
    private KeyHeads? _heads;

    /// <summary>A page of memory that the writer may change.</summary>
    internal TreePage(byte[] bytes, long token)
    {
        Bytes = bytes;
        Token = token;
    }

    /// <summary>A page that was read, or written in a way that no other refers to it yet.</summary>
    internal TreePage(byte[] bytes, BlockPointer pointer)
    {
        Bytes = bytes;
        Location = pointer;
        _isDurable = true;
        _heads = KeyHeads.Of(bytes);
    }

    internal byte[] Bytes { get; }

    /// <summary>Memory for a page, of any content. Pinned: the garbage collector need not move what lives so long.</summary>
    internal static byte[] AllocateBytes() => GC.AllocateUninitializedArray<byte>(StoreLimits.PageSize, pinned: true);

    /// <summary>The writer's token when it was made; 0 if it was read.</summary>
    internal long Token { get; }

    /// <summary>Where it was written; while it is not durable, by the checkpoint that runs.</summary>
    internal BlockPointer Location { get; set; }

    /// <summary>Whether it is in a file, and will be there as long as a checkpoint or snapshot needs it.</summary>
    internal bool IsDurable => _isDurable;

    /// <summary>Goes up when fewer keys belong to the page than before, or none. The writer's.</summary>
    internal int RangeVersion { get; set; }

    /// <summary>The next page of its bucket in the page cache, the file there, and the place in the cache's ring.</summary>
    internal TreePage? NextInBucket;

    internal int CacheFile;

    internal int CacheSlot = -1;

    internal int CacheBucket;

    /// <summary>Whether it was used since the cache's hand came by.</summary>
    internal bool WasUsed;

    internal StorePageKind Kind => CellPage.Kind(Bytes);

    internal int Level => CellPage.Level(Bytes);

    internal int Count => CellPage.Count(Bytes);

    internal bool HasChildren => Volatile.Read(ref _children) is not null;

    /// <summary>A page of the same content that its maker may change.</summary>
    internal TreePage Clone(long token)
    {
        // Children first: a checkpoint that settles the page meanwhile sets a pointer before it takes the child away.
        var children = Volatile.Read(ref _children);
        var ownChildren = children is null ? null : (TreePage?[])children.Clone();
        Interlocked.MemoryBarrier();
        var bytes = TreePage.AllocateBytes();
        Bytes.CopyTo(bytes, 0);
        return new TreePage(bytes, token) { _children = ownChildren };
    }

    /// <summary>The first cell whose key is not less than <paramref name="key"/>.</summary>
    internal int Find(ReadOnlySpan<byte> key, out bool found) =>
        Volatile.Read(ref _heads) is { } heads ? heads.Find(Bytes, key, out found) : CellPage.Find(Bytes, key, out found);

    /// <summary>The cell of an inner page whose page is the one that may hold <paramref name="key"/>.</summary>
    internal int FindChild(ReadOnlySpan<byte> key)
    {
        var slot = Find(key, out var found);
        return found ? slot : Math.Max(slot - 1, 0);
    }

    /// <summary>
    /// The page that a slot refers to, if that is held in memory by this one; if not, the slot's pointer in the bytes is valid.
    /// </summary>
    internal TreePage? Child(int slot)
    {
        var children = Volatile.Read(ref _children);
        return children is null ? null : Volatile.Read(ref children[slot]);
    }

    internal void SetChild(int slot, TreePage? child)
    {
        if (_children is null)
        {
            if (child is null)
            {
                return;
            }

            _children = new TreePage?[Count + 8];
        }

        _children[slot] = child;
    }

    /// <summary>Goes with <see cref="CellPage.TryInsert"/>: call it after that.</summary>
    internal void InsertChild(int slot, TreePage? child)
    {
        if (_children is null)
        {
            SetChild(slot, child);
            return;
        }

        if (Count > _children.Length)
        {
            Array.Resize(ref _children, Count * 2);
        }

        Array.Copy(_children, slot, _children, slot + 1, Count - 1 - slot);
        _children[slot] = child;
    }

    /// <summary>Goes with <see cref="CellPage.Remove"/>: call it after that.</summary>
    internal void RemoveChild(int slot)
    {
        if (_children is not null)
        {
            Array.Copy(_children, slot + 1, _children, slot, Count - slot);
            _children[Count] = null;
        }
    }

    /// <summary>
    /// Takes the children of <paramref name="source"/> from <paramref name="from"/> on, before its cells are appended here.
    /// </summary>
    internal void AppendFrom(TreePage source, int from)
    {
        var count = Count;
        var moved = source.Count - from;
        var children = Volatile.Read(ref source._children);
        TreePage?[]? copied = children is null ? null : [.. children.AsSpan(from, moved)];
        Interlocked.MemoryBarrier();
        CellPage.AppendCells(Bytes, source.Bytes, from);
        if (copied is null && _children is null)
        {
            return;
        }

        _children ??= [];
        if (_children.Length < count + moved)
        {
            Array.Resize(ref _children, count + moved + 8);
        }

        Array.Clear(_children, count, moved);
        copied?.CopyTo(_children, count);
    }

    /// <summary>Takes the cells from <paramref name="from"/> on away, with their children.</summary>
    internal void Truncate(int from)
    {
        CellPage.Truncate(Bytes, from);
        if (_children is not null && _children.Length > from)
        {
            Array.Clear(_children, from, _children.Length - from);
        }
    }

    /// <summary>
    /// The checkpoint that wrote the page is durable: from now on its children are found by their pointers. Readers may be in the page:
    /// a child goes away only after its pointer is in the bytes.
    /// </summary>
    internal void Settle()
    {
        _isDurable = true;
        var children = _children;
        for (var slot = 0; children is not null && slot < children.Length; slot++)
        {
            if (children[slot] is { } child)
            {
                SetPointer(slot, child.Location);
                Volatile.Write(ref children[slot], null);
            }
        }

        Volatile.Write(ref _children, null);
        Volatile.Write(ref _heads, KeyHeads.Of(Bytes));
    }

    /// <summary>The pointer in a slot, for a child that is not held in memory.</summary>
    internal BlockPointer Pointer(int slot) => Kind is StorePageKind.Leaf or StorePageKind.Inner
        ? CellPage.Pointer(Bytes, slot)
        : PointerPage.Pointer(Bytes, slot);

    private void SetPointer(int slot, BlockPointer pointer)
    {
        if (Kind is StorePageKind.Leaf or StorePageKind.Inner)
        {
            CellPage.SetPointer(Bytes, slot, pointer);
        }
        else
        {
            PointerPage.SetPointer(Bytes, slot, pointer);
        }
    }
}
