using GeodeArchive.Format;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Space;

/// <summary>
/// Which pages of a file are free: the durable map, brought up to date by one checkpoint. In memory there is a fourth state, held: freed by
/// an
/// earlier checkpoint, so free in the map that is written, but somebody may still read it.
/// </summary>
internal sealed class SpaceMap
{
    private const SpaceState Held = (SpaceState)3;

    private readonly List<SpaceLeaf> _leaves = [];
    private readonly List<FreedPage> _pointerPages = [];
    private readonly List<PageNumber> _allocated = [];
    private List<FreedPage> _freed = [];
    private long _cursor;

    /// <summary>A map of a file whose first pages are not for the tree.</summary>
    internal SpaceMap(int firstPages)
    {
        for (var page = 0; page < firstPages; page++)
        {
            Set(new PageNumber(page), SpaceState.Used);
        }

        PageCount = firstPages;
    }

    /// <summary>Pages that the map covers.</summary>
    internal long PageCount { get; private set; }

    /// <summary>Whether what would be written differs from what was.</summary>
    internal bool IsChanged => _leaves.Exists(leaf => leaf.IsDirty);

    /// <summary>Whether the page is used.</summary>
    internal bool IsUsed(PageNumber page) => StateOf(page) == SpaceState.Used;

    /// <summary>Reads the map of a checkpoint.</summary>
    internal void Load(PageSource source, FileSpace durable)
    {
        _leaves.Clear();
        PageCount = durable.PageCount;
        var leafCount = LeafCountOf(PageCount);
        var page = new byte[StoreLimits.PageSize];
        LoadPages(source, durable.Root, StorePage.LevelFor(leafCount), page);
        if (_leaves.Count != leafCount)
        {
            throw StoreException.Damage(
                source.Name,
                FormatError.BadReference,
                "page",
                durable.Root.Page,
                $"the space map has {_leaves.Count} pages, not {leafCount}");
        }
    }

    /// <summary>Pages that the checkpoint freed.</summary>
    internal List<FreedPage> ListFreed()
    {
        var pages = new List<FreedPage>();
        for (var page = 0L; page < PageCount; page++)
        {
            if (StateOf(new PageNumber(page)) == SpaceState.Freed)
            {
                pages.Add(new FreedPage(new PageNumber(page), Generation.None));
            }
        }

        return pages;
    }

    internal void Hold(IEnumerable<FreedPage> pages) => SetAll(pages, Held);

    internal void Release(IEnumerable<FreedPage> pages) => SetAll(pages, SpaceState.Free);

    internal void Free(List<FreedPage> pages)
    {
        SetAll(pages, SpaceState.Freed);
        _freed.AddRange(pages);
    }

    /// <summary>Pages of a checkpoint that failed and may be found all the same: not to be written to.</summary>
    internal void HoldUncertain(List<PageNumber> pages)
    {
        foreach (var page in pages)
        {
            Set(page, Held);
        }
    }

    /// <summary>The same pages in the next checkpoint: as if it had freed them.</summary>
    internal void KeepUncertain(List<PageNumber> pages) => Free([.. pages.Select(page => new FreedPage(page, Generation.None))]);

    /// <summary>Pages that this checkpoint freed.</summary>
    internal List<FreedPage> TakeFreed()
    {
        var freed = _freed;
        _freed = [];
        return freed;
    }

    /// <summary>Pages that were allocated since the last call.</summary>
    internal List<PageNumber> TakeAllocated()
    {
        List<PageNumber> allocated = [.. _allocated];
        _allocated.Clear();
        _cursor = 0;
        return allocated;
    }

    /// <summary>The next free page, from the start of the file to its end and beyond.</summary>
    internal PageNumber Allocate()
    {
        while (_cursor < PageCount)
        {
            var index = (int)(_cursor / StoreLimits.SpacePageCoverage);
            var start = index * (long)StoreLimits.SpacePageCoverage;
            var found = PointerPage.FindFree(_leaves[index].Body, (int)(_cursor - start));
            _cursor = found < 0 ? start + StoreLimits.SpacePageCoverage : start + found;
            if (found >= 0 && _cursor < PageCount)
            {
                break;
            }
        }

        var page = new PageNumber(Math.Min(_cursor, PageCount));
        PageCount = Math.Max(PageCount, page.Value + 1);
        _cursor = page.Value + 1;
        Set(page, SpaceState.Used);
        _allocated.Add(page);
        return page;
    }

    /// <summary>Writes what changed to new places; returns the new root.</summary>
    internal BlockPointer Write(PageWriter writer)
    {
        var pointerPages = ChoosePlaces();
        for (var index = 0; index < _leaves.Count; index++)
        {
            var leaf = _leaves[index];
            if (leaf.IsDirty)
            {
                var image = writer.Begin(leaf.NewPage);
                PointerPage.Clear(image, StorePageKind.Space, 0, index * (long)StoreLimits.SpacePageCoverage);
                EncodeStates(leaf.Body, PointerPage.Body(image));
                leaf.Location = writer.Seal();
                leaf.IsDirty = false;
                leaf.NewPage = default;
            }
        }

        return WritePointers(writer, pointerPages);
    }

    private static int LeafCountOf(long pageCount) =>
        (int)((pageCount + StoreLimits.SpacePageCoverage - 1) / StoreLimits.SpacePageCoverage);

    private static int PointerPageCountOf(int leafCount)
    {
        var total = 0;
        for (var count = leafCount; count > 1;)
        {
            count = (count + StoreLimits.PointerCountMax - 1) / StoreLimits.PointerCountMax;
            total += count;
        }

        return total;
    }

    /// <summary>Held pages are free for whoever opens the file later.</summary>
    private static void EncodeStates(ReadOnlySpan<byte> body, Span<byte> image)
    {
        for (var index = 0; index < body.Length; index++)
        {
            var both = body[index] & (body[index] >> 1) & 0x55;
            image[index] = (byte)(body[index] & ~(both | (both << 1)));
        }
    }

    /// <summary>
    /// Finds places for what will be written. A place that is taken changes the map, which may have to be written in more places.
    /// </summary>
    private List<PageNumber> ChoosePlaces()
    {
        Free(_pointerPages);
        _pointerPages.Clear();
        var places = new List<PageNumber>();
        bool isChanged;
        do
        {
            isChanged = false;
            for (var index = 0; index < _leaves.Count; index++)
            {
                var leaf = _leaves[index];
                if (leaf.IsDirty && leaf.NewPage.Value == 0)
                {
                    leaf.NewPage = Allocate();
                    isChanged = true;
                    if (!leaf.Location.IsNone)
                    {
                        Free([new FreedPage(leaf.Location.Page, leaf.Location.Birth)]);
                    }
                }
            }

            while (places.Count < PointerPageCountOf(_leaves.Count))
            {
                places.Add(Allocate());
                isChanged = true;
            }
        }
        while (isChanged);

        return places;
    }

    private BlockPointer WritePointers(PageWriter writer, List<PageNumber> places)
    {
        var pointers = _leaves.ConvertAll(leaf => leaf.Location);
        var extent = (long)StoreLimits.SpacePageCoverage;
        var place = 0;
        for (var level = 1; pointers.Count > 1; level++)
        {
            extent *= StoreLimits.PointerCountMax;
            var above = new List<BlockPointer>();
            foreach (var children in pointers.Chunk(StoreLimits.PointerCountMax))
            {
                var image = writer.Begin(places[place++]);
                PointerPage.Clear(image, StorePageKind.Space, level, above.Count * extent);
                PointerPage.SetCount(image, children.Length);
                for (var slot = 0; slot < children.Length; slot++)
                {
                    PointerPage.SetPointer(image, slot, children[slot]);
                }

                above.Add(writer.Seal());
                _pointerPages.Add(new FreedPage(above[^1].Page, above[^1].Birth));
            }

            pointers = above;
        }

        return pointers[0];
    }

    private void LoadPages(PageSource source, BlockPointer pointer, int level, byte[] page)
    {
        source.ReadUncached(pointer, StorePageKind.Space, level, page);
        if (level == 0)
        {
            if (PointerPage.Extent(page) != _leaves.Count * (long)StoreLimits.SpacePageCoverage)
            {
                throw StoreException.Damage(
                    source.Name,
                    FormatError.BadReference,
                    "page",
                    pointer.Page,
                    "the space page tells of other pages than its place asks for");
            }

            var leaf = new SpaceLeaf { Location = pointer };
            PointerPage.Body(page.AsSpan()).CopyTo(leaf.Body);
            _leaves.Add(leaf);
            return;
        }

        _pointerPages.Add(new FreedPage(pointer.Page, pointer.Birth));
        var children = Enumerable.Range(0, PointerPage.Count(page)).Select(slot => PointerPage.Pointer(page, slot)).ToArray();
        foreach (var child in children)
        {
            LoadPages(source, child, level - 1, page);
        }
    }

    private SpaceState StateOf(PageNumber page)
    {
        var index = page.Value / StoreLimits.SpacePageCoverage;
        return index < _leaves.Count ? PointerPage.State(_leaves[(int)index].Body, IndexIn(page)) : SpaceState.Free;
    }

    private void SetAll(IEnumerable<FreedPage> pages, SpaceState state)
    {
        foreach (var page in pages)
        {
            Set(page.Page, state);
        }
    }

    private void Set(PageNumber page, SpaceState state)
    {
        var index = (int)(page.Value / StoreLimits.SpacePageCoverage);
        while (_leaves.Count <= index)
        {
            _leaves.Add(new SpaceLeaf { IsDirty = true });
        }

        PageCount = Math.Max(PageCount, page.Value + 1);
        var leaf = _leaves[index];
        var before = PointerPage.State(leaf.Body, IndexIn(page));
        if (before == state)
        {
            return;
        }

        // Between held and free nothing changes in what is written.
        leaf.IsDirty |= StoredState(before) != StoredState(state);
        PointerPage.SetState(leaf.Body, IndexIn(page), state);
    }

    private static SpaceState StoredState(SpaceState state) => state == Held ? SpaceState.Free : state;

    private static int IndexIn(PageNumber page) => (int)(page.Value % StoreLimits.SpacePageCoverage);
}
