using GeodeArchive.Format;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>Goes through the keys of a snapshot, or of a tree between two writes, in their order. For one worker.</summary>
public sealed class TreeCursor
{
    private readonly PageSource _source;
    private readonly TreeRoot _root;
    private readonly Tree? _tree;
    private readonly long _changeCount;
    private readonly byte[]? _end;
    private readonly TreePage[] _pages = new TreePage[StoreLimits.TreeLevelMax + 1];
    private readonly int[] _slots = new int[StoreLimits.TreeLevelMax + 1];
    private int _depth = -1;
    private bool _isBefore;

    internal TreeCursor(PageSource source, TreeRoot root, Tree? tree, ReadOnlySpan<byte> start, byte[]? end)
    {
        _source = source;
        _root = root;
        _tree = tree;
        _changeCount = tree?.ChangeCount ?? 0;
        _end = end;
        Seek(start);
    }

    /// <summary>The key; valid until the next move, from a snapshot for as long as it is held.</summary>
    public ReadOnlySpan<byte> Key => CellPage.Key(Leaf.Bytes, _slots[_depth]);

    /// <summary>The value.</summary>
    public TreeValue Value => new(_source, Leaf, _slots[_depth]);

    private TreePage Leaf => _depth >= 0 && !_isBefore ? _pages[_depth] : throw new InvalidOperationException("The cursor is at no key.");

    /// <summary>Goes to before the first key that is not less than <paramref name="key"/>; an empty one goes to the start.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public void Seek(ReadOnlySpan<byte> key)
    {
        DemandUnchanged();
        _depth = -1;
        _isBefore = true;
        if (_root.IsEmpty)
        {
            return;
        }

        var page = _root.Load(_source);
        while (true)
        {
            _pages[++_depth] = page;
            if (page.Level == 0)
            {
                _slots[_depth] = page.Find(key, out _);
                return;
            }

            _slots[_depth] = page.FindChild(key);
            page = _source.Child(page, _slots[_depth]);
        }
    }

    /// <summary>Goes to the next key; false if there is none before the end.</summary>
    /// <exception cref="InvalidOperationException">The tree was written to.</exception>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public bool MoveNext()
    {
        DemandUnchanged();
        if (_depth < 0)
        {
            return false;
        }

        if (_isBefore)
        {
            _isBefore = false;
        }
        else
        {
            _slots[_depth]++;
        }

        if (_slots[_depth] >= _pages[_depth].Count && !MoveToNextLeaf())
        {
            return false;
        }

        if (_end is not null && Key.SequenceCompareTo(_end) >= 0)
        {
            _depth = -1;
            return false;
        }

        return true;
    }

    private bool MoveToNextLeaf()
    {
        do
        {
            if (--_depth < 0)
            {
                return false;
            }
        }
        while (++_slots[_depth] >= _pages[_depth].Count);

        while (_pages[_depth].Level > 0)
        {
            _pages[_depth + 1] = _source.Child(_pages[_depth], _slots[_depth]);
            _slots[++_depth] = 0;
        }

        return true;
    }

    private void DemandUnchanged()
    {
        if (_tree is not null && _tree.ChangeCount != _changeCount)
        {
            throw new InvalidOperationException("The tree was written to since the cursor was opened.");
        }
    }
}
