using System.Numerics;

namespace GeodeArchive.Format;

/// <summary>
/// Makes the slots of one group of an <see cref="IndexFilter"/> after another: such that the chosen slots of each chunk's window cancel out. Never
/// fails: chunks that were made up to want the same slots leave slots of zero, which deny nothing. Takes about 1 MB, and at most 64 steps for a
/// chunk. For one worker.
/// </summary>
public sealed class IndexFilterBuilder
{
    private readonly ChunkPrefix[] _prefixes;
    private readonly ulong[] _rows;
    private readonly byte[] _slots;
    private int _count;

    /// <summary>Makes a builder for the groups of an index.</summary>
    /// <param name="entryCountMax">As many entries as the index may have; at least 1.</param>
    public IndexFilterBuilder(long entryCountMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(entryCountMax);
        _prefixes = new ChunkPrefix[Math.Min(entryCountMax, IndexFilter.GroupEntryCountMax)];
        _rows = new ulong[IndexFilter.SlotCountFor(_prefixes.Length)];
        _slots = new byte[_rows.Length + IndexFilter.WindowSize];
    }

    /// <summary>Whether the group has all its entries: <see cref="Finish"/> comes next.</summary>
    public bool IsFull => _count == IndexFilter.GroupEntryCountMax;

    /// <summary>Whether the group has no entry yet.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Adds the chunk of the next entry; one that has several entries is added for each.</summary>
    public void Add(ChunkPrefix prefix) => _prefixes[_count++] = prefix;

    /// <summary>Makes the slots of the group, which has an entry, and starts the next group.</summary>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Finish()
    {
        int slotCount = IndexFilter.SlotCountFor(_count);
        Span<ulong> rows = _rows.AsSpan(0, slotCount);
        rows.Clear();
        foreach (ChunkPrefix prefix in _prefixes.AsSpan(0, _count))
        {
            Eliminate(rows, IndexFilter.WindowOf(prefix, slotCount), IndexFilter.SlotsOf(prefix));
        }

        _count = 0;
        return Solve(rows, _slots.AsSpan(0, slotCount + IndexFilter.WindowSize))[..slotCount];
    }

    /// <summary>Brings the equation of a chunk to the first slot that no other equation begins with, or finds that it follows from them.</summary>
    private static void Eliminate(Span<ulong> rows, int slot, ulong chosen)
    {
        while (chosen != 0)
        {
            int skipped = BitOperations.TrailingZeroCount(chosen);
            slot += skipped;
            chosen >>= skipped;
            ref ulong row = ref rows[slot];
            if (row == 0)
            {
                row = chosen;
                return;
            }

            chosen ^= row;
        }
    }

    /// <summary>From the last slot to the first: one that an equation begins with follows from those after it, others are free.</summary>
    private static ReadOnlySpan<byte> Solve(ReadOnlySpan<ulong> rows, Span<byte> slots)
    {
        slots[rows.Length..].Clear();
        for (int i = rows.Length - 1; i >= 0; i--)
        {
            slots[i] = 0;
            slots[i] = rows[i] == 0 ? (byte)IndexFilter.Mix((ulong)i + 1) : IndexFilter.Sum(slots[i..], rows[i]);
        }

        return slots;
    }
}
