using GeodeArchive.Format;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>Putting and deleting.</summary>
public sealed partial class Tree
{
    // A page below the first is merged with a neighbour if both together stay below the second.
    private const int MergeBelow = StoreLimits.BodySize / 4;
    private const int MergedMax = StoreLimits.BodySize * 3 / 4;

    /// <summary>Gives a key a value, in place of the one that it has.</summary>
    /// <param name="key">1 to 2,048 bytes.</param>
    /// <param name="value">At most 64 MiB; is copied. Not memory of this tree: copy what was read from it first.</param>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        CheckKey(key);
        if (value.Length <= StoreLimits.InlineValueSizeMax)
        {
            if (!TryPutAtFinger(key, value))
            {
                PutCell(key, value, null);
            }

            return;
        }

        var builder = CreateValue();
        builder.Append(value);
        Put(key, builder);
    }

    /// <summary>A large value, to be filled in pieces and then put.</summary>
    public ValueBuilder CreateValue() => new(this);

    /// <summary>Gives a key the value that was built, which cannot be used again.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public void Put(ReadOnlySpan<byte> key, ValueBuilder value)
    {
        CheckKey(key);
        if (value.Complete(this) is not { } root)
        {
            PutCell(key, value.SmallValue, null);
            return;
        }

        Span<byte> reference = stackalloc byte[OverflowReference.Size];
        new OverflowReference(value.Length, BlockPointer.None).Write(reference);
        PutCell(key, reference, root);
    }

    /// <summary>Takes a key away; false if there was none, and nothing changed.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public bool Delete(ReadOnlySpan<byte> key)
    {
        CheckKey(key);
        if (!TryGet(key, out _))
        {
            return false;
        }

        ChangeCount++;
        var depth = Descend(key);
        var leaf = _path[depth];
        var slot = CellPage.Find(leaf.Bytes, key, out _);
        RetireValue(leaf, slot);
        RemoveCell(leaf, slot);
        Shrink(depth);
        return true;
    }

    internal TreePage NewOverflowPage(int level, long extent)
    {
        var bytes = TreePage.AllocateBytes();
        PointerPage.Clear(bytes, StorePageKind.Overflow, level, extent);
        return Own(new TreePage(bytes, _token));
    }

    private static void RemoveCell(TreePage page, int slot)
    {
        CellPage.Remove(page.Bytes, slot);
        page.RemoveChild(slot);
    }

    private void PutCell(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, TreePage? overflow)
    {
        ChangeCount++;
        if (_root.IsEmpty)
        {
            _root = new TreeRoot(NewPage(StorePageKind.Leaf, 0), BlockPointer.None);
        }

        var depth = Descend(key);
        var leaf = _path[depth];
        var slot = CellPage.Find(leaf.Bytes, key, out var found);
        if (found)
        {
            RetireValue(leaf, slot);
            if (overflow is null && !CellPage.IsOverflow(leaf.Bytes, slot) && CellPage.Value(leaf.Bytes, slot).Length == value.Length)
            {
                value.CopyTo(CellPage.ValueForWriting(leaf.Bytes, slot));
                return;
            }

            RemoveCell(leaf, slot);
        }

        var finger = FingerOf(key);
        _isInOrder = finger.IsBefore(leaf, slot);
        var range = leaf.RangeVersion;
        Insert(depth, slot, key, value, overflow, isOverflow: overflow is not null);
        if (range == leaf.RangeVersion)
        {
            PointFinger(finger, depth, slot);
        }
    }

    /// <summary>Makes the pages from the root to the leaf of a key the writer's own, and notes them; returns the leaf's depth.</summary>
    private int Descend(ReadOnlySpan<byte> key)
    {
        var page = OwnRoot();
        var depth = 0;
        _path[0] = page;
        while (page.Level > 0)
        {
            var slot = page.FindChild(key);
            _pathSlots[depth] = slot;
            page = OwnChild(page, slot);
            _path[++depth] = page;
        }

        return depth;
    }

    private TreePage OwnRoot()
    {
        var page = LoadRoot();
        if (page.Token != _token)
        {
            var clone = Own(page.Clone(_token));
            Retire(page);
            _root = new TreeRoot(clone, BlockPointer.None);
            page = clone;
        }

        return page;
    }

    private TreePage OwnChild(TreePage parent, int slot)
    {
        var child = File.Source.Child(parent, slot);
        if (child.Token != _token)
        {
            var clone = Own(child.Clone(_token));
            Retire(child);
            parent.SetChild(slot, clone);
            child = clone;
        }

        return child;
    }

    /// <summary>After a removal: lets go of an empty page, merges a small one, takes away a root with one child.</summary>
    private void Shrink(int depth)
    {
        var page = _path[depth];
        if (depth == 0)
        {
            ShrinkRoot(page);
            return;
        }

        var parent = _path[depth - 1];
        var slot = _pathSlots[depth - 1];
        if (page.Count == 0)
        {
            Retire(page);
            RemoveFromParent(parent, slot);
            Shrink(depth - 1);
        }
        else if (CellPage.LiveSize(page.Bytes) < MergeBelow && parent.Count > 1 && TryMerge(parent, slot == 0 ? 0 : slot - 1))
        {
            Shrink(depth - 1);
        }
    }

    private void ShrinkRoot(TreePage page)
    {
        if (page.Count == 0)
        {
            Retire(page);
            _root = default;
            return;
        }

        while (page.Level > 0 && page.Count == 1)
        {
            var child = File.Source.Child(page, 0);
            Retire(page);
            _root = new TreeRoot(child, child.IsDurable ? child.Location : BlockPointer.None);
            page = child;
        }
    }

    private static void RemoveFromParent(TreePage parent, int slot)
    {
        if (slot > 0 || parent.Count == 1)
        {
            RemoveCell(parent, slot);
            return;
        }

        // What is first now has no key, and takes the keys of the one that goes.
        RemoveCell(parent, 0);
        ClearFirstKey(parent);
    }

    /// <summary>Puts the page after <paramref name="left"/> into it, if they fit.</summary>
    private bool TryMerge(TreePage parent, int left)
    {
        var leftPage = File.Source.Child(parent, left);
        var rightPage = File.Source.Child(parent, left + 1);
        var isInner = leftPage.Level > 0;
        var separator = CellPage.Key(parent.Bytes, left + 1);
        var size = CellPage.LiveSize(leftPage.Bytes) + CellPage.LiveSize(rightPage.Bytes) + (isInner ? separator.Length : 0);
        if (size > MergedMax)
        {
            return false;
        }

        leftPage = OwnChild(parent, left);
        var count = leftPage.Count;
        leftPage.AppendFrom(rightPage, 0);
        if (isInner)
        {
            SetKey(leftPage, count, separator);
        }

        Retire(rightPage);
        RemoveCell(parent, left + 1);
        return true;
    }
}
