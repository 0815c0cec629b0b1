using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The one form in which cells are stored, and its check.</summary>
public static partial class CellPage
{
    /// <summary>
    /// Writes the page in the form that is stored: cells in order and without gaps, zeros between. Place, birth and sums are set by
    /// <see cref="StorePage.Seal"/>.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="image">Its 16,384 bytes are set; not the memory of the page.</param>
    public static void EncodeTo(ReadOnlySpan<byte> page, Span<byte> image)
    {
        Clear(image, Kind(page), Level(page));
        int start = CopyCells(page, image);
        SetCount(image, Count(page));
        SetContentStart(image, start);
        image[(SlotsStart + (Count(page) * SlotSize))..start].Clear();
    }

    /// <summary>Checks all that is behind the header of a leaf or inner page.</summary>
    internal static void Check(ReadOnlySpan<byte> page, StorePageHeader header, Place place)
    {
        int slotsEnd = SlotsStart + (header.EntryCount * SlotSize);
        place.Require(slotsEnd <= header.ContentStart, FormatError.Truncated, $"{header.EntryCount} cells have no room");
        place.RequireReserved(page[slotsEnd..header.ContentStart], "free space");
        int next = header.ContentStart;
        ReadOnlySpan<byte> previousKey = default;
        for (int slot = 0; slot < header.EntryCount; slot++)
        {
            place.Require(CellOffset(page, slot) == next, FormatError.BadReference, $"cell {slot} is not behind the one before it");
            place.Require(
                next + StoreCellHeaderLayout.Size <= StoreLimits.PageSize, FormatError.Truncated, $"cell {slot} goes beyond the page");
            int keySize = BinaryPrimitives.ReadUInt16LittleEndian(page[next..]);
            bool isFirstOfInner = slot == 0 && header.Kind == StorePageKind.Inner;
            place.RequireRange(keySize, isFirstOfInner ? 0 : 1, isFirstOfInner ? 0 : StoreLimits.KeySizeMax, $"key_size of cell {slot}");
            int valueSize = BinaryPrimitives.ReadUInt16LittleEndian(page[(next + StoreCellHeaderLayout.ValueSizeOffset)..]);
            bool isOverflow = header.Kind == StorePageKind.Leaf && valueSize == OverflowMark;
            valueSize = isOverflow ? OverflowReference.Size : valueSize;
            int end = next + KeyStart + keySize + valueSize;
            place.Require(end <= StoreLimits.PageSize, FormatError.Truncated, $"cell {slot} goes beyond the page");
            CheckValue(page[(end - valueSize)..end], header, isOverflow, place);
            ReadOnlySpan<byte> key = page.Slice(next + KeyStart, keySize);
            place.Require(
                slot == 0 || previousKey.SequenceCompareTo(key) < 0, FormatError.BadOrder, $"the key of cell {slot} does not ascend");
            previousKey = key;
            next = end;
        }

        place.Require(next == StoreLimits.PageSize, FormatError.TrailingBytes, "there are bytes behind the last cell");
    }

    private static void CheckValue(ReadOnlySpan<byte> value, StorePageHeader header, bool isOverflow, Place place)
    {
        if (header.Kind == StorePageKind.Inner)
        {
            place.RequireRange(value.Length, BlockPointer.Size, BlockPointer.Size, "value_size");
            StorePage.CheckChild(BlockPointer.Read(value), header, place);
        }
        else if (isOverflow)
        {
            OverflowReference reference = OverflowReference.Read(value);
            reference.Validate(place);
            StorePage.CheckChild(reference.Root, header, place);
        }
        else
        {
            place.RequireRange(value.Length, 0, StoreLimits.InlineValueSizeMax, "value_size");
        }
    }

    private static int CopyCells(ReadOnlySpan<byte> page, Span<byte> image)
    {
        int end = StoreLimits.PageSize;
        for (int slot = Count(page) - 1; slot >= 0; slot--)
        {
            int size = CellSize(page, slot);
            end -= size;
            page.Slice(CellOffset(page, slot), size).CopyTo(image[end..]);
            BinaryPrimitives.WriteUInt16LittleEndian(image[(SlotsStart + (slot * SlotSize))..], (ushort)end);
        }

        return end;
    }
}
