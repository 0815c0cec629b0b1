using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GeodeArchive.Format;

/// <summary>
/// The filter of an index, a homogeneous ribbon filter of 1.1 bytes for each chunk: says for sure that a chunk is not there, or, of one absent
/// chunk in 256, that it may be. It is made group of pages after group of pages, so that making one takes the memory of one group. See
/// format-spec/index.md; Dillinger, Hübschle-Schneider, Sanders, Walzer, Fast Succinct Retrieval and Approximate Membership using Ribbon, 2022.
/// </summary>
public static class IndexFilter
{
    /// <summary>Pages of a group; the last group may have fewer.</summary>
    public const int GroupPageCount = 256;

    /// <summary>Entries of a full group.</summary>
    public const int GroupEntryCountMax = GroupPageCount * IndexPage.EntryCountMax;

    /// <summary>Slots that a chunk depends on, each one byte.</summary>
    public const int WindowSize = 64;

    /// <summary>Plain payload of every filter or fence block but the last, in bytes.</summary>
    public const int BlockPlainSize = 1 << 20;

    private const ulong LowFactor = 0x9E37_79B9_7F4A_7C15;

    private static Vector128<byte> BitOfByte => Vector128.Create(0x8040_2010_0804_0201).AsByte();

    private static Vector128<byte> Bytes01 => Vector128.Create(0, 0x0101_0101_0101_0101UL).AsByte();

    private static Vector128<byte> Bytes23 => Vector128.Create(0x0202_0202_0202_0202UL, 0x0303_0303_0303_0303UL).AsByte();

    private static Vector128<byte> Bytes45 => Vector128.Create(0x0404_0404_0404_0404UL, 0x0505_0505_0505_0505UL).AsByte();

    private static Vector128<byte> Bytes67 => Vector128.Create(0x0606_0606_0606_0606UL, 0x0707_0707_0707_0707UL).AsByte();

    /// <summary>Slots of a group with that many entries.</summary>
    public static int SlotCountFor(int entryCount) => entryCount + (entryCount / 10) + WindowSize;

    /// <summary>Groups of an index with that many pages.</summary>
    public static int GroupCountFor(long pageCount) => (int)((pageCount + GroupPageCount - 1) / GroupPageCount);

    /// <summary>Size of the filter of an index with that many entries, in bytes.</summary>
    public static long SizeFor(long entryCount)
    {
        int last = (int)(entryCount % GroupEntryCountMax);
        return OffsetOf(entryCount / GroupEntryCountMax) + (last == 0 ? 0 : SlotCountFor(last));
    }

    /// <summary>Where the slots of a group begin: all groups before it are full.</summary>
    public static long OffsetOf(long group) => group * SlotCountFor(GroupEntryCountMax);

    /// <summary>The first slot of a chunk's window.</summary>
    /// <param name="prefix">The chunk.</param>
    /// <param name="slotCount">Slots of the group.</param>
    public static int WindowOf(ChunkPrefix prefix, int slotCount) =>
        (int)Math.BigMul(prefix.Low, (ulong)(slotCount - WindowSize + 1), out _);

    /// <summary>Which slots of its window belong to a chunk: bit i is slot i. Bit 0 is set.</summary>
    public static ulong SlotsOf(ChunkPrefix prefix)
    {
        ulong mixed = prefix.High ^ (prefix.Low * LowFactor);
        return Mix(mixed) | 1;
    }

    /// <summary>Whether a group may hold a chunk; false is certain.</summary>
    /// <param name="slots">The slots of the group that its fence leads to.</param>
    /// <param name="prefix">The chunk.</param>
    public static bool MayContain(ReadOnlySpan<byte> slots, ChunkPrefix prefix) =>
        Sum(slots.Slice(WindowOf(prefix, slots.Length), WindowSize), SlotsOf(prefix)) == 0;

    /// <summary>Filter blocks of an index with that many entries.</summary>
    public static long BlockCountFor(long entryCount) => BlockCountForSize(SizeFor(entryCount));

    internal static long BlockCountForSize(long size) => (size + BlockPlainSize - 1) / BlockPlainSize;

    /// <summary>Exclusive or of the slots of a window that are chosen.</summary>
    internal static byte Sum(ReadOnlySpan<byte> window, ulong chosen)
    {
        ReadOnlySpan<Vector128<byte>> parts = MemoryMarshal.Cast<byte, Vector128<byte>>(window[..WindowSize]);
        Vector128<byte> bits = Vector128.Create(chosen).AsByte();
        Vector128<byte> sum = Chosen(parts[0], bits, Bytes01) ^ Chosen(parts[1], bits, Bytes23)
            ^ Chosen(parts[2], bits, Bytes45) ^ Chosen(parts[3], bits, Bytes67);
        ulong folded = sum.AsUInt64()[0] ^ sum.AsUInt64()[1];
        folded ^= folded >> 32;
        folded ^= folded >> 16;
        return (byte)(folded ^ (folded >> 8));
    }

    /// <summary>The finalizer of MurmurHash3: each bit depends on all.</summary>
    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51_AFD7_ED55_8CCD;
        value = (value ^ (value >> 33)) * 0xC4CE_B9FE_1A85_EC53;
        return value ^ (value >> 33);
    }

    private static Vector128<byte> Chosen(Vector128<byte> slots, Vector128<byte> bits, Vector128<byte> bytes) =>
        Vector128.Equals(Vector128.Shuffle(bits, bytes) & BitOfByte, BitOfByte) & slots;
}
