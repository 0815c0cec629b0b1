using GeodeArchive.Format;

namespace GeodeArchive.Repository.Segments;

/// <summary>A segment's footer, ready to find chunks in: an open-addressed table over the chunk entries. Immutable.</summary>
public sealed class SegmentTable
{
    private readonly SegmentFooter _footer;
    private readonly int[] _slots;
    private readonly int[] _offsets;
    private readonly int[] _firstChunks;

    /// <summary>Makes the table of a segment from its footer.</summary>
    public SegmentTable(SegmentReference segment, SegmentFooter footer)
    {
        Segment = segment;
        _footer = footer;
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)footer.Chunks.Length * 2)];
        _offsets = new int[footer.Chunks.Length];
        _firstChunks = new int[footer.Blocks.Length];
        var chunk = 0;
        for (var block = 0; block < footer.Blocks.Length; block++)
        {
            _firstChunks[block] = chunk;
            var count = footer.Blocks[block].ChunkCount;
            var offset = ChunkDirectory.SizeFor(count);
            for (var end = chunk + count; chunk < end; chunk++)
            {
                _offsets[chunk] = offset;
                offset += footer.Chunks[chunk].Length;
                Insert(chunk);
            }
        }
    }

    /// <summary>The segment it is of.</summary>
    public SegmentReference Segment { get; }

    /// <summary>Blocks before the footer, in file order.</summary>
    public IReadOnlyList<SegmentFooterBlock> Blocks => _footer.Blocks;

    /// <summary>Chunks in file order.</summary>
    public IReadOnlyList<ChunkDirectoryEntry> Chunks => _footer.Chunks;

    /// <summary>Bytes of memory that it takes, about.</summary>
    public long MemorySize => (_slots.Length * 4L) + (_offsets.Length * 44L) + (_firstChunks.Length * 48L);

    /// <summary>Finds a chunk.</summary>
    public bool TryFind(ChunkId id, out ChunkLocation place)
    {
        for (var slot = id.GetHashCode() & (_slots.Length - 1); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var chunk = _slots[slot] - 1;
            if (_footer.Chunks[chunk].Id == id)
            {
                place = new ChunkLocation(BlockOf(chunk), _offsets[chunk], _footer.Chunks[chunk].Length);
                return true;
            }
        }

        place = default;
        return false;
    }

    private void Insert(int chunk)
    {
        var slot = _footer.Chunks[chunk].Id.GetHashCode() & (_slots.Length - 1);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = chunk + 1;
    }

    private int BlockOf(int chunk)
    {
        var found = Array.BinarySearch(_firstChunks, chunk);
        return found >= 0 ? found : ~found - 1;
    }
}
