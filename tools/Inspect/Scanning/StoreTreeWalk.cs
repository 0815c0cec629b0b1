using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Scanning;

/// <summary>
/// Goes through the pages of a tree from its root down, in the order of the keys. Each page is compared with the pointer to it; what is
/// below a damaged one is left out.
/// </summary>
internal sealed class StoreTreeWalk(StorePages pages, FileId file, Action<FailedCheck> report)
{
    private readonly HashSet<long> _reached = [];

    /// <summary>What is done with a row; the spans are valid during the call.</summary>
    /// <param name="page">The leaf.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; empty if it could not be read or is not wanted.</param>
    /// <param name="size">Bytes of the value.</param>
    public delegate void RowAction(PageNumber page, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long size);

    /// <summary>Is given each page.</summary>
    public Action<WalkedPage>? Page { get; init; }

    /// <summary>Is given each row.</summary>
    public RowAction? Row { get; init; }

    /// <summary>Whether large values are put together for <see cref="Row"/>.</summary>
    public bool ReadsLargeValues { get; init; }

    /// <summary>Goes through a tree; true if nothing is damaged.</summary>
    public bool Run(BlockPointer root)
    {
        if (root.IsNone)
        {
            return true;
        }

        return Read(root, null, 0) is { } page && WalkCells(page);
    }

    private bool WalkCells(byte[] page)
    {
        var header = Show(page);
        var isWhole = true;
        for (var slot = 0; slot < header.EntryCount; slot++)
        {
            if (header.Kind == StorePageKind.Leaf)
            {
                isWhole &= WalkRow(header.Page, page, slot);
                continue;
            }

            var kind = header.Level == 1 ? StorePageKind.Leaf : StorePageKind.Inner;
            isWhole &= Read(CellPage.Pointer(page, slot), kind, header.Level - 1) is { } child && WalkCells(child);
        }

        return isWhole;
    }

    private bool WalkRow(PageNumber leaf, byte[] page, int slot)
    {
        if (!CellPage.IsOverflow(page, slot))
        {
            var inline = CellPage.Value(page, slot);
            Row?.Invoke(leaf, CellPage.Key(page, slot), inline, inline.Length);
            return true;
        }

        var reference = OverflowReference.Read(CellPage.Value(page, slot));
        var value = ReadsLargeValues ? new MemoryStream() : null;
        var isWhole = WalkOverflow(reference.Root, reference.Level, value);
        isWhole = isWhole && (value is null || value.Length == reference.ValueSize);
        var bytes = isWhole && value is not null ? value.GetBuffer().AsSpan(0, (int)value.Length) : default;
        Row?.Invoke(leaf, CellPage.Key(page, slot), bytes, reference.ValueSize);
        return isWhole;
    }

    private bool WalkOverflow(BlockPointer pointer, int level, MemoryStream? value)
    {
        if (Read(pointer, StorePageKind.Overflow, level) is not { } page)
        {
            return false;
        }

        var header = Show(page);
        if (level == 0)
        {
            value?.Write(PointerPage.Body(page.AsSpan())[..(int)header.Extent]);
            return true;
        }

        var isWhole = true;
        for (var slot = 0; slot < header.EntryCount; slot++)
        {
            isWhole &= WalkOverflow(PointerPage.Pointer(page, slot), level - 1, value);
        }

        return isWhole;
    }

    private StorePageHeader Show(byte[] page)
    {
        var header = StorePageHeader.Decode(page, offset: 0);
        Page?.Invoke(new WalkedPage(header, page));
        return header;
    }

    /// <summary>A page; null if it is damaged or another. Kind and level of a root are not known before.</summary>
    private byte[]? Read(BlockPointer pointer, StorePageKind? kind, int level)
    {
        try
        {
            if (!_reached.Add(pointer.Page.Value))
            {
                throw Refused(pointer, FormatError.BadReference, "the page is referred to twice");
            }

            var page = pages.Read(pointer.Page);
            var header = StorePage.CheckAlone(page, pointer.Page);
            StorePage.Check(page, pointer, file, kind ?? header.Kind, kind is null ? header.Level : level);
            return kind is not null || header.Kind is StorePageKind.Leaf or StorePageKind.Inner
                ? page
                : throw Refused(pointer, FormatError.BadKind, "the page is not of a tree");
        }
        catch (ArchiveFormatException damage)
        {
            report(FailedCheck.From(damage) with { Detail = $"page {pointer.Page}: {damage.Detail}" });
            return null;
        }
    }

    private static ArchiveFormatException Refused(BlockPointer pointer, FormatError error, string detail) =>
        new(error, "page", pointer.Page.Offset, detail);
}
