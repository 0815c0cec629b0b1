using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Makes a file of a store, page by page.</summary>
internal sealed class SampleStoreFile(FileId file, int pageCount)
{
    private const int PageSize = StoreLimits.PageSize;

    /// <summary>The file so far; pages that were not written are zeros.</summary>
    public byte[] Bytes { get; } = new byte[pageCount * PageSize];

    /// <summary>A page's own bytes.</summary>
    public Span<byte> Page(int number) => Bytes.AsSpan(number * PageSize, PageSize);

    /// <summary>Writes a leaf or inner page.</summary>
    public BlockPointer WriteCells(int number, long birth, int level, IEnumerable<(byte[] Key, byte[] Value, bool IsOverflow)> cells)
    {
        var edited = new byte[PageSize];
        CellPage.Clear(edited, level == 0 ? StorePageKind.Leaf : StorePageKind.Inner, level);
        foreach (var (slot, cell) in cells.Index())
        {
            if (!CellPage.TryInsert(edited, slot, cell.Key, cell.Value, cell.IsOverflow))
            {
                throw new InvalidOperationException("The sample has too many rows for a page.");
            }
        }

        CellPage.EncodeTo(edited, Page(number));
        return Seal(number, birth);
    }

    /// <summary>Writes a value of two pages and a page that refers to them.</summary>
    public OverflowReference WriteLarge(int number, long birth, ReadOnlySpan<byte> value)
    {
        PointerPage.Clear(Page(number), StorePageKind.Overflow, 1, value.Length);
        PointerPage.SetCount(Page(number), 2);
        for (var part = 0; part < 2; part++)
        {
            var bytes = part == 0 ? value[..StoreLimits.BodySize] : value[StoreLimits.BodySize..];
            PointerPage.Clear(Page(number + 1 + part), StorePageKind.Overflow, 0, bytes.Length);
            bytes.CopyTo(PointerPage.Body(Page(number + 1 + part)));
            PointerPage.SetPointer(Page(number), part, Seal(number + 1 + part, birth));
        }

        return new OverflowReference(value.Length, Seal(number, birth));
    }

    /// <summary>Writes a space page.</summary>
    public BlockPointer WriteSpace(int number, long birth, int[] used, int[] freed)
    {
        PointerPage.Clear(Page(number), StorePageKind.Space, 0, 0);
        foreach (var page in used)
        {
            PointerPage.SetState(PointerPage.Body(Page(number)), page, SpaceState.Used);
        }

        foreach (var page in freed)
        {
            PointerPage.SetState(PointerPage.Body(Page(number)), page, SpaceState.Freed);
        }

        return Seal(number, birth);
    }

    private BlockPointer Seal(int number, long birth) =>
        StorePage.Seal(Page(number), new PageNumber(number), new Generation(birth), file);
}
