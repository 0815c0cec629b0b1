using GeodeArchive.Format;

namespace GeodeArchive.Repository.Segments;

/// <summary>
/// A segment's footer, ready to find chunks in: the chunk entries in the order of their ids. Not hashed, because a footer may
/// be made up: ids that all fall into one slot would take hours. Immutable.
/// </summary>
public sealed class SegmentTable
{
    private readonly SegmentFooter _footer;
    private readonly int[] _byId;
    private readonly int[] _offsets;
    private readonly int[] _firstChunks;

    /// <summary>Makes the table of a segment from its footer.</summary>
    public SegmentTable(SegmentReference segment, SegmentFooter footer)
    {
        Segment = segment;
        _footer = footer;
        _byId = new int[footer.Chunks.Length];
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
                _byId[chunk] = chunk;
            }
        }

        _byId.AsSpan().Sort(Compare);
    }

    /// <summary>The segment it is of.</summary>
    public SegmentReference Segment { get; }

    /// <summary>Blocks before the footer, in file order.</summary>
    public IReadOnlyList<SegmentFooterBlock> Blocks => _footer.Blocks;

    /// <summary>Chunks in file order.</summary>
    public IReadOnlyList<ChunkDirectoryEntry> Chunks => _footer.Chunks;

    /// <summary>Bytes of memory that it takes, about.</summary>
    public long MemorySize => (_offsets.Length * 44L) + (_firstChunks.Length * 48L);

    /// <summary>Finds a chunk; the first of several copies.</summary>
    public bool TryFind(ChunkId id, out ChunkLocation place)
    {
        var chunk = FindChunk(id);
        place = chunk < 0 ? default : new ChunkLocation(BlockOf(chunk), _offsets[chunk], _footer.Chunks[chunk].Length);
        return chunk >= 0;
    }

    /// <summary>Where a chunk is in <see cref="Chunks"/>, the first of several copies; -1 if it is not in the segment.</summary>
    public int FindChunk(ChunkId id)
    {
        var low = 0;
        for (var high = _byId.Length; low < high;)
        {
            var middle = (low + high) / 2;
            if (_footer.Chunks[_byId[middle]].Id.CompareTo(id) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == _byId.Length || _footer.Chunks[_byId[low]].Id != id ? -1 : _byId[low];
    }

    private int Compare(int left, int right)
    {
        var order = _footer.Chunks[left].Id.CompareTo(_footer.Chunks[right].Id);
        return order != 0 ? order : left.CompareTo(right);
    }

    private int BlockOf(int chunk)
    {
        var found = Array.BinarySearch(_firstChunks, chunk);
        return found >= 0 ? found : ~found - 1;
    }
}
