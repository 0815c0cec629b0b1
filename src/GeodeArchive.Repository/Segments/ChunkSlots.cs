using System.Collections.Immutable;
using System.Numerics;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Segments;

/// <summary>
/// Finds a chunk among the chunks of a segment in a step or two: a table of slots, chosen by the first bytes of the ids, which are as good as
/// random. A footer may be made up, though, and ids that all want one slot would take hours: then the ids are sorted and searched instead.
/// Immutable.
/// </summary>
internal sealed class ChunkSlots
{
    /// <summary>A run of so many slots does not come about by chance: half of them are empty.</summary>
    private const int RunMax = 128;

    /// <summary>A slot holds the chunk's place + 1 in its lower bits (a footer has fewer than 2^19 chunks), and bits of its id above.</summary>
    private const int PlaceBits = 20;

    private const uint PlaceMask = (1 << PlaceBits) - 1;

    private readonly ImmutableArray<ChunkDirectoryEntry> _chunks;
    private readonly uint[] _slots;
    private readonly int[] _sorted;
    private readonly int _shift;

    public ChunkSlots(ImmutableArray<ChunkDirectoryEntry> chunks)
    {
        _chunks = chunks;
        _sorted = [];
        _slots = new uint[BitOperations.RoundUpToPowerOf2((uint)chunks.Length * 2)];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        for (var place = 0; place < chunks.Length; place++)
        {
            if (!TryAdd(place))
            {
                _slots = [];
                _sorted = Sort(chunks);
                return;
            }
        }
    }

    /// <summary>Bytes of memory that it takes, about.</summary>
    public long MemorySize => (_slots.Length + _sorted.Length) * 4L;

    /// <summary>The place of a chunk, the first of several; -1 if it is not there.</summary>
    public int Find(ChunkId id)
    {
        if (_slots.Length == 0)
        {
            return Search(id);
        }

        var word = id.Prefix.High;
        var tag = TagOf(word);
        for (var slot = (int)(word >> _shift); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            var value = _slots[slot];
            if (value == 0)
            {
                return -1;
            }

            if ((value & ~PlaceMask) == tag && _chunks.ItemRef((int)(value & PlaceMask) - 1).Id == id)
            {
                return (int)(value & PlaceMask) - 1;
            }
        }
    }

    private static uint TagOf(ulong word) => (uint)word & ~PlaceMask;

    private static int[] Sort(ImmutableArray<ChunkDirectoryEntry> chunks)
    {
        var sorted = new int[chunks.Length];
        for (var place = 0; place < sorted.Length; place++)
        {
            sorted[place] = place;
        }

        sorted.AsSpan().Sort((left, right) =>
        {
            var order = chunks[left].Id.CompareTo(chunks[right].Id);
            return order != 0 ? order : left.CompareTo(right);
        });
        return sorted;
    }

    private bool TryAdd(int place)
    {
        ref readonly var id = ref _chunks.ItemRef(place);
        var word = id.Id.Prefix.High;
        var slot = (int)(word >> _shift);
        for (var run = 0; run < RunMax; run++, slot = (slot + 1) & (_slots.Length - 1))
        {
            var value = _slots[slot];
            if (value == 0)
            {
                _slots[slot] = TagOf(word) | (uint)(place + 1);
                return true;
            }

            if (_chunks.ItemRef((int)(value & PlaceMask) - 1).Id == id.Id)
            {
                return true;
            }
        }

        return false;
    }

    private int Search(ChunkId id)
    {
        var low = 0;
        for (var high = _sorted.Length; low < high;)
        {
            var middle = (low + high) / 2;
            if (_chunks[_sorted[middle]].Id.CompareTo(id) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < _sorted.Length && _chunks[_sorted[low]].Id == id ? _sorted[low] : -1;
    }
}
