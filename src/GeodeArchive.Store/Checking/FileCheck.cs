using GeodeArchive.Format;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Store.Checking;

/// <summary>
/// Checks the pages of one file that a checkpoint uses. A damaged page is reported, and what is below it is not looked at.
/// </summary>
internal sealed class FileCheck
{
    private readonly IPageDevice _device;
    private readonly FileId _fileId;
    private readonly Action<StoreFinding> _report;
    private readonly HashSet<long> _checkedBefore;
    private readonly StoreCheckProgress _progress;
    private readonly HashSet<long> _reached = [];
    private readonly List<(BlockPointer Pointer, byte[] Page)> _spaceLeaves = [];
    private bool _isIncomplete;

    /// <summary>Prepares a check.</summary>
    /// <param name="device">The file.</param>
    /// <param name="fileId">Its id.</param>
    /// <param name="report">Is told what fails.</param>
    /// <param name="checkedBefore">Pages that were checked for a newer checkpoint; an older one has the same in their places.</param>
    /// <param name="progress">Counts.</param>
    internal FileCheck(
        IPageDevice device, FileId fileId, Action<StoreFinding> report, HashSet<long> checkedBefore, StoreCheckProgress progress)
    {
        _device = device;
        _fileId = fileId;
        _report = report;
        _checkedBefore = checkedBefore;
        _progress = progress;
    }

    /// <summary>Pages that were reached.</summary>
    internal HashSet<long> Reached => _reached;

    /// <summary>Whether it is of the last checkpoint, whose keys are counted.</summary>
    internal bool IsNewest { get; init; }

    /// <summary>Whether all pages were read, so that what was reached is all that there is.</summary>
    internal bool IsComplete => !_isIncomplete;

    /// <summary>
    /// Is given each key and value of the tree, in order; null where nobody wants them, and pages that were checked before are not read.
    /// </summary>
    internal TreeEntryAction? Entry { get; init; }

    /// <summary>Checks a tree.</summary>
    internal void CheckTree(BlockPointer root)
    {
        if (!root.IsNone && Read(root, null, 0) is { } page)
        {
            CheckCells(root, page, [], null);
        }
    }

    /// <summary>Checks a space map. To be called first: it says how many pages there are to be checked.</summary>
    /// <param name="root">The space map.</param>
    /// <param name="pageCount">Pages that it covers.</param>
    /// <param name="firstPages">Pages at the start of the file that nothing refers to.</param>
    internal void CheckSpace(BlockPointer root, long pageCount, int firstPages)
    {
        for (var page = 0; page < firstPages; page++)
        {
            _reached.Add(page);
        }

        CheckSpacePage(root, StorePage.LevelFor(SpaceLeafCount(pageCount)));
        if (_checkedBefore.Count == 0)
        {
            _progress.AddTotal(_spaceLeaves.Sum(leaf => CountInUse(leaf.Page)));
        }
    }

    /// <summary>Compares what the space map says with what was reached, if all was.</summary>
    internal void CompareUse(BlockPointer root, long pageCount)
    {
        if (_isIncomplete)
        {
            return;
        }

        if (_spaceLeaves.Count != SpaceLeafCount(pageCount))
        {
            Report(root.Page, FormatError.BadReference, $"the space map has {_spaceLeaves.Count} pages, not {SpaceLeafCount(pageCount)}");
            return;
        }

        foreach (var (index, leaf) in _spaceLeaves.Index())
        {
            CompareUse(leaf.Pointer, leaf.Page, index * (long)StoreLimits.SpacePageCoverage, pageCount);
        }
    }

    private static long SpaceLeafCount(long pageCount) =>
        (pageCount + StoreLimits.SpacePageCoverage - 1) / StoreLimits.SpacePageCoverage;

    /// <summary>Pages that this checkpoint or the one before it uses.</summary>
    private static long CountInUse(byte[] page) =>
        PointerPage.Body(page.AsSpan()).ToArray().Sum(states => (long)System.Numerics.BitOperations.PopCount(states));

    private void CompareUse(BlockPointer pointer, byte[] page, long first, long pageCount)
    {
        if (PointerPage.Extent(page) != first)
        {
            Report(pointer.Page, FormatError.BadReference, "the space page tells of other pages than its place asks for");
            return;
        }

        for (var index = 0; index < StoreLimits.SpacePageCoverage; index++)
        {
            var number = first + index;
            var state = PointerPage.State(PointerPage.Body(page), index);
            if (number >= pageCount ? state != SpaceState.Free : (state == SpaceState.Used) != _reached.Contains(number))
            {
                var use = _reached.Contains(number) ? "used" : "not used";
                Report(pointer.Page, FormatError.BadReference, $"page {number} is {use}, and the space map says {state}");
            }
        }
    }

    private void CheckSpacePage(BlockPointer pointer, int level)
    {
        if (Read(pointer, StorePageKind.Space, level) is not { } page)
        {
            return;
        }

        if (level == 0)
        {
            _spaceLeaves.Add((pointer, page));
            return;
        }

        for (var slot = 0; slot < PointerPage.Count(page); slot++)
        {
            CheckSpacePage(PointerPage.Pointer(page, slot), level - 1);
        }
    }

    /// <summary>The keys are from <paramref name="low"/> to before <paramref name="high"/>.</summary>
    private void CheckCells(BlockPointer pointer, byte[] page, byte[] low, byte[]? high)
    {
        var count = CellPage.Count(page);
        var level = CellPage.Level(page);
        var firstKey = level > 0 ? Math.Min(1, count - 1) : 0;
        if (CellPage.Key(page, firstKey).SequenceCompareTo(low) < (level > 0 && firstKey == 1 ? 1 : 0) && !(level > 0 && count == 1))
        {
            Report(pointer.Page, FormatError.BadOrder, "it has keys that belong before it");
        }

        if (high is not null && CellPage.Key(page, count - 1).SequenceCompareTo(high) >= 0)
        {
            Report(pointer.Page, FormatError.BadOrder, "it has keys that belong behind it");
        }

        for (var slot = 0; slot < count; slot++)
        {
            if (level == 0)
            {
                CheckEntry(pointer.Page, page, slot);
                continue;
            }

            var child = CellPage.Pointer(page, slot);
            if (Read(child, level == 1 ? StorePageKind.Leaf : StorePageKind.Inner, level - 1) is { } childPage)
            {
                var childLow = slot == 0 ? low : CellPage.Key(page, slot).ToArray();
                CheckCells(child, childPage, childLow, slot + 1 < count ? CellPage.Key(page, slot + 1).ToArray() : high);
            }
        }
    }

    private void CheckEntry(PageNumber number, byte[] page, int slot)
    {
        if (IsNewest)
        {
            _progress.AddKey();
        }

        if (!CellPage.IsOverflow(page, slot))
        {
            Entry?.Invoke(number, CellPage.Key(page, slot), CellPage.Value(page, slot));
            return;
        }

        var reference = OverflowReference.Read(CellPage.Value(page, slot));
        var value = Entry is null ? null : new MemoryStream();
        CheckOverflow(reference.Root, reference.Level, reference.ValueSize, value);
        if (value?.Length == reference.ValueSize)
        {
            Entry!(number, CellPage.Key(page, slot), value.GetBuffer().AsSpan(0, (int)value.Length));
        }
    }

    private void CheckOverflow(BlockPointer pointer, int level, long size, MemoryStream? value)
    {
        if (Read(pointer, StorePageKind.Overflow, level) is not { } page)
        {
            return;
        }

        if (PointerPage.Extent(page) != size)
        {
            Report(pointer.Page, FormatError.BadReference, $"it holds {PointerPage.Extent(page)} bytes of a value, not {size}");
            return;
        }

        if (level == 0)
        {
            value?.Write(PointerPage.Body(page.AsSpan())[..(int)size]);
            return;
        }

        var below = (long)StoreLimits.BodySize;
        for (var step = 1; step < level; step++)
        {
            below *= StoreLimits.PointerCountMax;
        }

        if (PointerPage.Count(page) != (size + below - 1) / below)
        {
            Report(pointer.Page, FormatError.BadReference, "it has more or fewer pointers than the value needs");
            return;
        }

        for (var slot = 0; slot < PointerPage.Count(page); slot++)
        {
            CheckOverflow(PointerPage.Pointer(page, slot), level - 1, Math.Min(below, size - (slot * below)), value);
        }
    }

    /// <summary>Reads and checks a page; null if it is damaged, or was reached before.</summary>
    private byte[]? Read(BlockPointer pointer, StorePageKind? kind, int level)
    {
        if (!_reached.Add(pointer.Page.Value))
        {
            Report(pointer.Page, FormatError.BadReference, "the page is referred to twice");
            return null;
        }

        if (_checkedBefore.Contains(pointer.Page.Value) && Entry is null)
        {
            return null;
        }

        var page = new byte[StoreLimits.PageSize];
        if (!_device.TryRead(pointer.Page, page))
        {
            Report(pointer.Page, FormatError.Truncated, "the file ends before the page");
            return null;
        }

        if (!_checkedBefore.Contains(pointer.Page.Value))
        {
            _progress.AddPage();
        }

        try
        {
            var header = StorePage.CheckAlone(page, pointer.Page);
            StorePage.Check(page, pointer, _fileId, kind ?? header.Kind, kind is null ? header.Level : level);
            if (kind is null && header.Kind is not (StorePageKind.Leaf or StorePageKind.Inner))
            {
                Report(pointer.Page, FormatError.BadKind, "the page is not of a tree");
                return null;
            }

            return page;
        }
        catch (ArchiveFormatException damage)
        {
            _isIncomplete = true;
            _report(StoreFinding.From(_device.Name, damage));
            return null;
        }
    }

    private void Report(PageNumber page, FormatError failure, string detail)
    {
        _isIncomplete = true;
        _report(new StoreFinding(_device.Name, page, failure, "page", detail));
    }
}
