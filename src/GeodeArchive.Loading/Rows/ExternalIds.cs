using System.Buffers.Binary;

namespace GeodeArchive.Loading.Rows;

/// <summary>
/// The nodes of the input by the ids that it gives them, each in its id space. One worker adds; when none does, any number look up.
/// </summary>
/// <remarks>
/// Memory: 11 to 22 bytes for a slot, and 12 with the id itself in an arena. Ids are compared byte for byte; the hash, which has another
/// seed in each process, only says where.
/// </remarks>
internal sealed class ExternalIds
{
    private const int PageBits = 24;
    private const int PageSize = 1 << PageBits;
    private const int UnitBits = 3;
    private const int HeaderSize = sizeof(long) + sizeof(int);
    private const int IdSizeMax = 1 << 16;

    private readonly List<byte[]> _pages = [new byte[PageSize]];

    // Hash above, place in the arena (in units of 8 bytes) below; 0 is free.
    private ulong[] _slots = new ulong[1 << 16];
    private int _count;
    private int _used = 1 << UnitBits;

    /// <summary>The longest id, with its space.</summary>
    public static int LengthMax => IdSizeMax;

    /// <summary>Ids that were added.</summary>
    public int Count => _count;

    /// <summary>Adds a node.</summary>
    /// <returns>False if its id is another's already.</returns>
    public bool TryAdd(ReadOnlySpan<byte> id, long node)
    {
        var hash = HashOf(id);
        var slot = Find(id, hash);
        if (_slots[slot] != 0)
        {
            return false;
        }

        _slots[slot] = ((ulong)hash << 32) | Append(id, node);
        if (++_count > _slots.Length / 3 * 2)
        {
            Grow();
        }

        return true;
    }

    /// <summary>The node of an id; 0 if there is none.</summary>
    public long Find(ReadOnlySpan<byte> id)
    {
        var found = _slots[Find(id, HashOf(id))];
        return found == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(Entry((uint)found));
    }

    private static uint HashOf(ReadOnlySpan<byte> id)
    {
        var hash = default(HashCode);
        hash.AddBytes(id);
        return (uint)hash.ToHashCode();
    }

    private int Find(ReadOnlySpan<byte> id, uint hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var found = _slots[slot];
            if (found == 0 || ((uint)(found >> 32) == hash && IdOf((uint)found).SequenceEqual(id)))
            {
                return slot;
            }
        }
    }

    private ReadOnlySpan<byte> IdOf(uint place)
    {
        var entry = Entry(place);
        return entry.Slice(HeaderSize, BinaryPrimitives.ReadInt32LittleEndian(entry[sizeof(long)..]));
    }

    private Span<byte> Entry(uint place)
    {
        var offset = (long)place << UnitBits;
        return _pages[(int)(offset >> PageBits)].AsSpan((int)(offset & (PageSize - 1)));
    }

    private uint Append(ReadOnlySpan<byte> id, long node)
    {
        var size = (HeaderSize + id.Length + (1 << UnitBits) - 1) >> UnitBits << UnitBits;
        if (_used + size > PageSize)
        {
            _pages.Add(new byte[PageSize]);
            _used = 0;
        }

        var place = (uint)((((long)(_pages.Count - 1) << PageBits) + _used) >> UnitBits);
        var entry = _pages[^1].AsSpan(_used, size);
        BinaryPrimitives.WriteInt64LittleEndian(entry, node);
        BinaryPrimitives.WriteInt32LittleEndian(entry[sizeof(long)..], id.Length);
        id.CopyTo(entry[HeaderSize..]);
        _used += size;
        return place;
    }

    private void Grow()
    {
        var before = _slots;
        _slots = new ulong[2 * before.Length];
        var mask = _slots.Length - 1;
        foreach (var entry in before)
        {
            if (entry == 0)
            {
                continue;
            }

            var slot = (int)(uint)(entry >> 32) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = entry;
        }
    }
}
