using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Segments;

/// <summary>
/// A segment's footer, ready to find chunks in. Immutable.
/// </summary>
public sealed class SegmentTable
{
    private readonly SegmentFooter _footer;
    private readonly ChunkSlots _slots;
    private readonly int[] _offsets;
    private readonly int[] _firstChunks;

    /// <summary>Makes the table of a segment from its footer.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="footer">Its footer.</param>
    /// <param name="cipher">Decrypts its blocks; null if they are plain.</param>
    public SegmentTable(SegmentReference segment, SegmentFooter footer, FileCipher? cipher = null)
    {
        Segment = segment;
        Cipher = cipher;
        _footer = footer;
        _slots = new ChunkSlots(footer.Chunks);
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
            }
        }
    }

    /// <summary>The segment it is of.</summary>
    public SegmentReference Segment { get; }

    /// <summary>Decrypts its blocks; null if they are plain.</summary>
    public FileCipher? Cipher { get; }

    /// <summary>Blocks before the footer, in file order.</summary>
    public IReadOnlyList<SegmentFooterBlock> Blocks => _footer.Blocks;

    /// <summary>Chunks in file order.</summary>
    public IReadOnlyList<ChunkDirectoryEntry> Chunks => _footer.Chunks;

    /// <summary>Bytes of memory that it takes, about.</summary>
    public long MemorySize => _slots.MemorySize + (_offsets.Length * 40L) + (_firstChunks.Length * 48L);

    /// <summary>Finds a chunk; the first of several copies.</summary>
    public bool TryFind(ChunkId id, out ChunkLocation place)
    {
        var chunk = FindChunk(id);
        place = chunk < 0 ? default : new ChunkLocation(BlockOf(chunk), _offsets[chunk], _footer.Chunks[chunk].Length);
        return chunk >= 0;
    }

    /// <summary>Where a chunk is in <see cref="Chunks"/>, the first of several copies; -1 if it is not in the segment.</summary>
    public int FindChunk(ChunkId id) => _slots.Find(id);

    private int BlockOf(int chunk)
    {
        var found = Array.BinarySearch(_firstChunks, chunk);
        return found >= 0 ? found : ~found - 1;
    }
}
