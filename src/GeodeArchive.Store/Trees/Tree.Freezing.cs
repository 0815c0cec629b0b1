using GeodeArchive.Format;
using GeodeArchive.Store.Checkpoints;
using GeodeArchive.Store.Pages;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Trees;

/// <summary>What leaves the tree, and what a checkpoint takes of it.</summary>
public sealed partial class Tree
{
    // Pages that the last durable checkpoint uses and the tree no more.
    private List<FreedPage> _freed = [];

    // Pages that the running checkpoint writes and the tree uses no more: whether they are in the file is known when it has ended.
    private List<TreePage> _leftWhileRunning = [];
    private List<FreedPage>? _freedOfFailed;
    private bool _checkpointRuns;
    private long _frozenToken;
    private long _frozenChangeCount = -1;

    /// <summary>Whether a checkpoint has something to write.</summary>
    internal bool IsChanged => ChangeCount != _frozenChangeCount;

    /// <summary>The state that a tree has when it was just read from a checkpoint.</summary>
    internal void MarkUnchanged() => _frozenChangeCount = ChangeCount;

    /// <summary>Pages of a value that were not needed in the end.</summary>
    internal void Forget(int pageCount) => Interlocked.Add(ref _dirtyPageCount, -pageCount);

    /// <summary>Keeps the tree as it is for a checkpoint, until <see cref="EndCheckpoint"/>. Costs next to nothing.</summary>
    internal FrozenTree Freeze()
    {
        foreach (var page in _leftWhileRunning)
        {
            if (page.IsDurable)
            {
                _freed.Add(new FreedPage(page.Location.Page, page.Location.Birth));
            }
            else
            {
                Interlocked.Decrement(ref _dirtyPageCount);
            }
        }

        if (_freedOfFailed is { } again)
        {
            _freed.AddRange(again);
            _freedOfFailed = null;
        }

        var frozen = new FrozenTree(this, _root, _freed, _attributes);
        _leftWhileRunning = [];
        _freed = [];
        _frozenToken = _token++;
        Array.Clear(_fingers);
        _frozenChangeCount = ChangeCount;
        Volatile.Write(ref _checkpointRuns, true);
        return frozen;
    }

    /// <summary>The checkpoint is durable, or failed. Not the writer's: comes from whoever ran the checkpoint.</summary>
    internal void EndCheckpoint(FrozenTree frozen, bool isDurable, int writtenCount)
    {
        if (isDurable)
        {
            Interlocked.Add(ref _dirtyPageCount, -writtenCount);
        }
        else
        {
            _freedOfFailed = frozen.Freed;
            Volatile.Write(ref _frozenChangeCount, -1);
        }

        Volatile.Write(ref _checkpointRuns, false);
    }

    /// <summary>A page is no part of the tree any more.</summary>
    private void Retire(TreePage page)
    {
        page.RangeVersion++;
        if (!page.IsDurable)
        {
            if (Volatile.Read(ref _checkpointRuns) && page.Token <= _frozenToken)
            {
                _leftWhileRunning.Add(page);
                return;
            }

            // Looked at again: the checkpoint may have ended in between.
            if (!page.IsDurable)
            {
                Interlocked.Decrement(ref _dirtyPageCount);
                return;
            }
        }

        _freed.Add(new FreedPage(page.Location.Page, page.Location.Birth));
    }

    /// <summary>The value of a cell is no part of the tree any more.</summary>
    private void RetireValue(TreePage leaf, int slot)
    {
        if (CellPage.IsOverflow(leaf.Bytes, slot))
        {
            var reference = OverflowReference.Read(CellPage.Value(leaf.Bytes, slot));
            RetireOverflow(leaf.Child(slot), reference.Root, reference.Level);
        }
    }

    private void RetireOverflow(TreePage? page, BlockPointer pointer, int level)
    {
        if (page is null && level == 0)
        {
            _freed.Add(new FreedPage(pointer.Page, pointer.Birth));
            return;
        }

        page ??= File.Source.Load(pointer, StorePageKind.Overflow, level);
        for (var slot = 0; level > 0 && slot < page.Count; slot++)
        {
            var child = page.Child(slot);
            RetireOverflow(child, child is null ? page.Pointer(slot) : BlockPointer.None, level - 1);
        }

        Retire(page);
    }
}
