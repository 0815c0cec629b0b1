using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>Overflow and space pages: data or bits at level 0, block pointers above.</summary>
public static class PointerPage
{
    private const int BitsPerPage = 2;
    private const int PagesPerByte = 8 / BitsPerPage;
    private const int StateMask = (1 << BitsPerPage) - 1;

    // In each pair of bits the lower one: both bits are set only where this meets the upper one.
    private const byte LowBits = 0x55;

    /// <summary>Makes a page without content.</summary>
    /// <param name="page">Its 16,384 bytes are set.</param>
    /// <param name="kind">Overflow or space.</param>
    /// <param name="level">0 for data.</param>
    /// <param name="extent">Overflow: bytes of the value in it or below it; space: the first page that it tells of.</param>
    public static void Clear(Span<byte> page, StorePageKind kind, int level, long extent)
    {
        page[..StoreLimits.PageSize].Clear();
        StorePageHeader.Magic.CopyTo(page);
        page[StorePageHeaderLayout.KindOffset] = (byte)kind;
        page[StorePageHeaderLayout.LevelOffset] = (byte)level;
        BinaryPrimitives.WriteUInt16LittleEndian(page[StorePageHeaderLayout.ContentStartOffset..], StorePageHeader.Size);
        SetExtent(page, extent);
    }

    /// <summary>Everything behind the header.</summary>
    public static Span<byte> Body(Span<byte> page) => page.Slice(StorePageHeader.Size, StoreLimits.BodySize);

    /// <summary>Everything behind the header.</summary>
    public static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> page) => page.Slice(StorePageHeader.Size, StoreLimits.BodySize);

    /// <summary>Number of pointers.</summary>
    public static int Count(ReadOnlySpan<byte> page) => StorePageHeader.Read(page).EntryCount;

    /// <summary>0 for data.</summary>
    public static int Level(ReadOnlySpan<byte> page) => page[StorePageHeaderLayout.LevelOffset];

    /// <summary>Overflow: bytes of the value in it or below it; space: the first page that it tells of.</summary>
    public static long Extent(ReadOnlySpan<byte> page) =>
        BinaryPrimitives.ReadInt64LittleEndian(page[StorePageHeaderLayout.ExtentOffset..]);

    /// <summary>Sets <see cref="Extent"/>.</summary>
    public static void SetExtent(Span<byte> page, long extent) =>
        BinaryPrimitives.WriteInt64LittleEndian(page[StorePageHeaderLayout.ExtentOffset..], extent);

    /// <summary>A pointer.</summary>
    public static BlockPointer Pointer(ReadOnlySpan<byte> page, int slot) => BlockPointer.Read(Body(page)[(slot * BlockPointer.Size)..]);

    /// <summary>Sets a pointer.</summary>
    public static void SetPointer(Span<byte> page, int slot, BlockPointer pointer) =>
        pointer.Write(Body(page)[(slot * BlockPointer.Size)..]);

    /// <summary>Sets the number of pointers.</summary>
    public static void SetCount(Span<byte> page, int count) =>
        BinaryPrimitives.WriteUInt16LittleEndian(page[StorePageHeaderLayout.EntryCountOffset..], checked((ushort)count));

    /// <summary>What a body of a space page says of its <paramref name="index"/>th page.</summary>
    public static SpaceState State(ReadOnlySpan<byte> body, int index) =>
        (SpaceState)((body[index / PagesPerByte] >> (index % PagesPerByte * BitsPerPage)) & StateMask);

    /// <summary>Sets what a body of a space page says of its <paramref name="index"/>th page.</summary>
    public static void SetState(Span<byte> body, int index, SpaceState state)
    {
        ref byte pair = ref body[index / PagesPerByte];
        int shift = index % PagesPerByte * BitsPerPage;
        pair = (byte)((pair & ~(StateMask << shift)) | ((int)state << shift));
    }

    /// <summary>The first free page at or after <paramref name="from"/> in a body of a space page; -1 if there is none.</summary>
    public static int FindFree(ReadOnlySpan<byte> body, int from)
    {
        for (int index = from; index < body.Length * PagesPerByte; index++)
        {
            if (index % PagesPerByte == 0)
            {
                int skipped = body[(index / PagesPerByte)..].IndexOfAnyExcept(LowBits);
                if (skipped < 0)
                {
                    return -1;
                }

                index += skipped * PagesPerByte;
            }

            if (State(body, index) == SpaceState.Free)
            {
                return index;
            }
        }

        return -1;
    }

    internal static void Check(ReadOnlySpan<byte> page, StorePageHeader header, Place place)
    {
        ReadOnlySpan<byte> body = Body(page);
        if (header.Level > 0)
        {
            for (int slot = 0; slot < header.EntryCount; slot++)
            {
                StorePage.CheckChild(Pointer(page, slot), header, place);
            }

            place.RequireReserved(body[(header.EntryCount * BlockPointer.Size)..], "what is behind the pointers");
        }
        else if (header.Kind == StorePageKind.Overflow)
        {
            place.RequireReserved(body[(int)header.Extent..], "what is behind the value");
        }
        else
        {
            place.Require(
                header.Extent % StoreLimits.SpacePageCoverage == 0, FormatError.BadValue, "extent is not the start of a space page");
            foreach (byte pairs in body)
            {
                place.Require((pairs & (pairs >> 1) & LowBits) == 0, FormatError.BadValue, "a page has a state that there is not");
            }
        }
    }
}
