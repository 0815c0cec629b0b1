using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup.Verifying;

/// <summary>Blocks of one segment that are read at once.</summary>
/// <param name="Table">The segment.</param>
/// <param name="FirstBlock">The first block.</param>
/// <param name="BlockCount">At least one.</param>
/// <param name="FirstChunk">The first block's first chunk.</param>
/// <param name="Offset">Where to read from; aligned.</param>
/// <param name="Length">What to read; aligned. 0: the block is too large to be read with others, and is read alone.</param>
internal sealed record SegmentWindow(SegmentTable Table, int FirstBlock, int BlockCount, int FirstChunk, long Offset, int Length)
{
    /// <summary>Bytes that are read at once.</summary>
    public const int SizeMax = 4 << 20;

    /// <summary>Divides a segment.</summary>
    public static IEnumerable<SegmentWindow> Of(SegmentTable table)
    {
        var chunk = 0;
        for (var first = 0; first < table.Blocks.Count;)
        {
            var start = table.Blocks[first].Offset / DirectAlignment.Bytes * DirectAlignment.Bytes;
            long length = 0;
            var chunkCount = 0;
            var next = first;
            while (next < table.Blocks.Count && LengthWith(table.Blocks[next], start) is { } longer)
            {
                length = Math.Max(length, longer);
                chunkCount += table.Blocks[next++].ChunkCount;
            }

            if (next == first)
            {
                chunkCount = table.Blocks[next++].ChunkCount;
            }

            yield return new SegmentWindow(table, first, next - first, chunk, start, (int)length);
            chunk += chunkCount;
            first = next;
        }
    }

    /// <summary>The aligned length from the start to a block's end; null if the block does not fit.</summary>
    private static long? LengthWith(SegmentFooterBlock block, long start)
    {
        var length = DirectAlignment.RoundUp(block.Offset - start + BlockHeader.Size + block.StoredSize);
        return block.Offset >= start && length <= SizeMax ? length : null;
    }
}
