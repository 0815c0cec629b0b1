using GeodeArchive.Format;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>Inserting into pages that are full.</summary>
public sealed partial class Tree
{
    private static void ClearFirstKey(TreePage page) => SetKey(page, 0, default);

    /// <summary>Gives a cell of an inner page another key; there is room.</summary>
    private static void SetKey(TreePage page, int slot, ReadOnlySpan<byte> key)
    {
        Span<byte> pointer = stackalloc byte[BlockPointer.Size];
        CellPage.Value(page.Bytes, slot).CopyTo(pointer);
        var child = page.Child(slot);
        RemoveCell(page, slot);
        if (!CellPage.TryInsert(page.Bytes, slot, key, pointer))
        {
            throw new InvalidOperationException("A key does not fit.");
        }

        page.InsertChild(slot, child);
    }

    private void Insert(int depth, int slot, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, TreePage? child, bool isOverflow)
    {
        var page = _path[depth];
        if (CellPage.TryInsert(page.Bytes, slot, key, value, isOverflow))
        {
            page.InsertChild(slot, child);
            return;
        }

        page.RangeVersion++;
        var right = Split(page, slot, CellPage.CellOverhead + key.Length + value.Length, out var isNewOnRight);
        var target = isNewOnRight ? right : page;
        var at = isNewOnRight ? slot - page.Count : slot;
        if (!CellPage.TryInsert(target.Bytes, at, key, value, isOverflow))
        {
            throw new InvalidOperationException("A cell does not fit into half a page.");
        }

        target.InsertChild(at, child);
        InsertRight(depth, page, right);
    }

    /// <summary>Refers to a page that was split off from the one at <paramref name="depth"/>.</summary>
    private void InsertRight(int depth, TreePage page, TreePage right)
    {
        // A copy: the key of an inner page goes up, and the page that it is in changes.
        Span<byte> buffer = stackalloc byte[StoreLimits.KeySizeMax];
        var first = CellPage.Key(right.Bytes, 0);
        var key = page.Level == 0 ? CellPage.Separator(CellPage.Key(page.Bytes, page.Count - 1), first) : first;
        key.CopyTo(buffer);
        var separator = buffer[..key.Length];
        if (page.Level > 0)
        {
            ClearFirstKey(right);
        }

        Span<byte> none = stackalloc byte[BlockPointer.Size];
        none.Clear();
        if (depth > 0)
        {
            Insert(depth - 1, _pathSlots[depth - 1] + 1, separator, none, right, isOverflow: false);
            return;
        }

        if (page.Level == StoreLimits.TreeLevelMax)
        {
            throw new InvalidOperationException("The tree has too many levels.");
        }

        var root = NewPage(StorePageKind.Inner, page.Level + 1);
        _path[0] = root;
        CellPage.TryInsert(root.Bytes, 0, default, none);
        root.InsertChild(0, page);
        CellPage.TryInsert(root.Bytes, 1, separator, none);
        root.InsertChild(1, right);
        _root = new TreeRoot(root, BlockPointer.None);
    }

    /// <summary>
    /// Moves the upper cells to a new page, so that a new cell has room in one of the two. Keys that come in order leave full pages.
    /// </summary>
    private TreePage Split(TreePage page, int slot, int size, out bool isNewOnRight)
    {
        var count = page.Count;
        var total = CellPage.LiveSize(page.Bytes) + size;
        var right = NewPage(page.Kind, page.Level);
        if (slot == count)
        {
            // The new cell alone; but an inner page keeps more than the one, or its level could fill with such.
            isNewOnRight = true;
            return right.Level == 0 || count < 2 ? right : MoveRight(page, right, count - 1);
        }

        if (right.Level == 0 && _isInOrder && slot > 0)
        {
            // More keys come here: what is before stays full, as at the end of the page.
            MoveRight(page, right, slot);
            isNewOnRight = CellPage.LiveSize(page.Bytes) + size > StoreLimits.BodySize;
            return right;
        }

        // The cells with the new one among them: cut where the halves differ least.
        var left = 0;
        var cut = 0;
        while (cut < count)
        {
            var next = cut == slot ? size : CellPage.SizeOf(page.Bytes, cut > slot ? cut - 1 : cut);
            if (cut > 0 && left + (next / 2) > total / 2)
            {
                break;
            }

            left += next;
            cut++;
        }

        isNewOnRight = slot >= cut;
        return MoveRight(page, right, isNewOnRight ? cut : cut - 1);
    }

    private static TreePage MoveRight(TreePage page, TreePage right, int from)
    {
        right.AppendFrom(page, from);
        page.Truncate(from);
        return right;
    }
}
