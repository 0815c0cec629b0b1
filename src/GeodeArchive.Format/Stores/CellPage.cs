using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace GeodeArchive.Format;

/// <summary>
/// The cells of a leaf or inner page, in the page's own bytes. In memory, cells may lie in any order and with gaps between them, so that a
/// change moves little; <see cref="EncodeTo"/> gives the one form that is stored. The methods trust the page: bytes from a file go through
/// <see cref="StorePage.Check"/> first.
/// </summary>
public static partial class CellPage
{
    /// <summary>What a cell takes beside its key and value: its header and its offset.</summary>
    public const int CellOverhead = StoreCellHeaderLayout.Size + SlotSize;

    private const int SlotSize = sizeof(ushort);
    private const int OverflowMark = ushort.MaxValue;
    private const int SlotsStart = StorePageHeaderLayout.Size;
    private const int KeyStart = StoreCellHeaderLayout.Size;

    /// <summary>Makes an empty page of what may be any bytes.</summary>
    public static void Clear(Span<byte> page, StorePageKind kind, int level)
    {
        page[..StorePageHeaderLayout.Size].Clear();
        StorePageHeader.Magic.CopyTo(page);
        page[StorePageHeaderLayout.KindOffset] = (byte)kind;
        page[StorePageHeaderLayout.LevelOffset] = (byte)level;
        SetContentStart(page, StoreLimits.PageSize);
    }

    /// <summary>Leaf or inner.</summary>
    public static StorePageKind Kind(ReadOnlySpan<byte> page) => (StorePageKind)page[StorePageHeaderLayout.KindOffset];

    /// <summary>0 in a leaf.</summary>
    public static int Level(ReadOnlySpan<byte> page) => page[StorePageHeaderLayout.LevelOffset];

    /// <summary>Number of cells.</summary>
    public static int Count(ReadOnlySpan<byte> page) =>
        BinaryPrimitives.ReadUInt16LittleEndian(page[StorePageHeaderLayout.EntryCountOffset..]);

    /// <summary>The key of a cell: a slice of <paramref name="page"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Key(ReadOnlySpan<byte> page, int slot)
    {
        int cell = CellOffset(page, slot);
        return page.Slice(cell + KeyStart, BinaryPrimitives.ReadUInt16LittleEndian(page[cell..]));
    }

    /// <summary>The value of a cell, which may be an overflow reference: a slice of <paramref name="page"/>.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> page, int slot)
    {
        (int start, int size) = ValuePlace(page, slot);
        return page.Slice(start, size);
    }

    /// <summary>The value of a cell, to be changed in its place.</summary>
    public static Span<byte> ValueForWriting(Span<byte> page, int slot)
    {
        (int start, int size) = ValuePlace(page, slot);
        return page.Slice(start, size);
    }

    /// <summary>Whether the value of a leaf's cell is an overflow reference.</summary>
    public static bool IsOverflow(ReadOnlySpan<byte> page, int slot) =>
        BinaryPrimitives.ReadUInt16LittleEndian(page[(CellOffset(page, slot) + StoreCellHeaderLayout.ValueSizeOffset)..]) == OverflowMark;

    /// <summary>
    /// Whether a cell refers to another page: all of an inner page do, and those of a leaf whose value is an overflow reference.
    /// </summary>
    public static bool HasPointer(ReadOnlySpan<byte> page, int slot) => Kind(page) == StorePageKind.Inner || IsOverflow(page, slot);

    /// <summary>The pointer of a cell that has one.</summary>
    public static BlockPointer Pointer(ReadOnlySpan<byte> page, int slot)
    {
        ReadOnlySpan<byte> value = Value(page, slot);
        return BlockPointer.Read(value.Length == BlockPointer.Size ? value : value[OverflowReferenceLayout.RootOffset..]);
    }

    /// <summary>Sets the pointer of a cell that has one.</summary>
    public static void SetPointer(Span<byte> page, int slot, BlockPointer pointer)
    {
        Span<byte> value = ValueForWriting(page, slot);
        pointer.Write(value.Length == BlockPointer.Size ? value : value[OverflowReferenceLayout.RootOffset..]);
    }

    /// <summary>The first cell whose key is not less than <paramref name="key"/>.</summary>
    public static int Find(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key, out bool found)
    {
        // Keys that come in order go to the end.
        int count = Count(page);
        if (count > 0 && Key(page, count - 1).SequenceCompareTo(key) < 0)
        {
            found = false;
            return count;
        }

        return Find(page, key, 0, count, out found);
    }

    /// <summary>
    /// The first cell whose key is not less than <paramref name="key"/>, when those before <paramref name="low"/> are known to be less, and
    /// those from <paramref name="high"/> on not to be.
    /// </summary>
    public static int Find(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key, int low, int high, out bool found)
    {
        found = false;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            int order = Key(page, middle).SequenceCompareTo(key);
            if (order == 0)
            {
                found = true;
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The cell of an inner page whose page is the one that may hold <paramref name="key"/>.</summary>
    public static int FindChild(ReadOnlySpan<byte> page, ReadOnlySpan<byte> key)
    {
        int slot = Find(page, key, out bool found);
        return found ? slot : Math.Max(slot - 1, 0);
    }

    /// <summary>Bytes of the body that are in use, gaps not counted.</summary>
    public static int LiveSize(ReadOnlySpan<byte> page)
    {
        int count = Count(page);
        int size = count * SlotSize;
        for (int slot = 0; slot < count; slot++)
        {
            size += CellSize(page, slot);
        }

        return size;
    }

    /// <summary>Bytes of the body that a cell takes.</summary>
    public static int SizeOf(ReadOnlySpan<byte> page, int slot) => CellSize(page, slot) + SlotSize;

    /// <summary>Puts a cell before the one at <paramref name="slot"/>; false if there is no room, and nothing was changed.</summary>
    public static bool TryInsert(Span<byte> page, int slot, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isOverflow = false)
    {
        int count = Count(page);
        int size = StoreCellHeaderLayout.Size + key.Length + value.Length;
        int start = ContentStart(page);
        if (start - (SlotsStart + (count * SlotSize)) < size + SlotSize)
        {
            if (LiveSize(page) + size + SlotSize > StoreLimits.BodySize)
            {
                return false;
            }

            Compact(page);
            start = ContentStart(page);
        }

        start -= size;
        BinaryPrimitives.WriteUInt16LittleEndian(page[start..], (ushort)key.Length);
        int mark = isOverflow ? OverflowMark : value.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(page[(start + StoreCellHeaderLayout.ValueSizeOffset)..], (ushort)mark);
        key.CopyTo(page[(start + KeyStart)..]);
        value.CopyTo(page[(start + KeyStart + key.Length)..]);
        int at = SlotsStart + (slot * SlotSize);
        page[at..(SlotsStart + (count * SlotSize))].CopyTo(page[(at + SlotSize)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(page[at..], (ushort)start);
        SetCount(page, count + 1);
        SetContentStart(page, start);
        return true;
    }

    /// <summary>Takes a cell away.</summary>
    public static void Remove(Span<byte> page, int slot)
    {
        int count = Count(page);
        int at = SlotsStart + (slot * SlotSize);
        int cell = CellOffset(page, slot);
        if (cell == ContentStart(page))
        {
            SetContentStart(page, cell + CellSize(page, slot));
        }

        page[(at + SlotSize)..(SlotsStart + (count * SlotSize))].CopyTo(page[at..]);
        SetCount(page, count - 1);
    }

    /// <summary>Appends the cells of <paramref name="source"/> from <paramref name="from"/> on, for which there must be room.</summary>
    public static void AppendCells(Span<byte> page, ReadOnlySpan<byte> source, int from)
    {
        int count = Count(source);
        for (int slot = from; slot < count; slot++)
        {
            if (!TryInsert(page, Count(page), Key(source, slot), Value(source, slot), IsOverflow(source, slot)))
            {
                throw new InvalidOperationException("The cells do not fit.");
            }
        }
    }

    /// <summary>Takes the cells from <paramref name="from"/> on away.</summary>
    public static void Truncate(Span<byte> page, int from)
    {
        SetCount(page, from);
        Compact(page);
    }

    /// <summary>
    /// The shortest key that is more than <paramref name="left"/> and not more than <paramref name="right"/>: a slice of the latter.
    /// </summary>
    public static ReadOnlySpan<byte> Separator(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        right[..Math.Min(left.CommonPrefixLength(right) + 1, right.Length)];

    private static int CellOffset(ReadOnlySpan<byte> page, int slot) =>
        BinaryPrimitives.ReadUInt16LittleEndian(page[(SlotsStart + (slot * SlotSize))..]);

    private static int CellSize(ReadOnlySpan<byte> page, int slot)
    {
        (int start, int size) = ValuePlace(page, slot);
        return start + size - CellOffset(page, slot);
    }

    private static (int Start, int Size) ValuePlace(ReadOnlySpan<byte> page, int slot)
    {
        int cell = CellOffset(page, slot);
        int keySize = BinaryPrimitives.ReadUInt16LittleEndian(page[cell..]);
        int valueSize = BinaryPrimitives.ReadUInt16LittleEndian(page[(cell + StoreCellHeaderLayout.ValueSizeOffset)..]);
        return (cell + KeyStart + keySize, valueSize == OverflowMark ? OverflowReference.Size : valueSize);
    }

    private static int ContentStart(ReadOnlySpan<byte> page) =>
        BinaryPrimitives.ReadUInt16LittleEndian(page[StorePageHeaderLayout.ContentStartOffset..]);

    private static void SetContentStart(Span<byte> page, int start) =>
        BinaryPrimitives.WriteUInt16LittleEndian(page[StorePageHeaderLayout.ContentStartOffset..], (ushort)start);

    private static void SetCount(Span<byte> page, int count) =>
        BinaryPrimitives.WriteUInt16LittleEndian(page[StorePageHeaderLayout.EntryCountOffset..], (ushort)count);

    [SkipLocalsInit]
    private static void Compact(Span<byte> page)
    {
        Span<byte> image = stackalloc byte[StoreLimits.PageSize];
        int start = CopyCells(page, image);
        image[SlotsStart..(SlotsStart + (Count(page) * SlotSize))].CopyTo(page[SlotsStart..]);
        image[start..].CopyTo(page[start..]);
        SetContentStart(page, start);
    }
}
