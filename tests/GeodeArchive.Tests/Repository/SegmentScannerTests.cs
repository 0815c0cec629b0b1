using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Tests.Repository;

/// <summary>A damaged segment gives what can still be read, and says what is wrong, once, where it is.</summary>
public sealed class SegmentScannerTests
{
    private const int BlockCount = 6;

    private static readonly SegmentSample Sample = SegmentSample.Make(BlockCount);

    [Theory]
    [InlineData("none")]
    [InlineData("zstd")]
    public void Intact_segment_gives_all_blocks_and_no_failure(string compression)
    {
        Scan scan = Scan.Of(SegmentSample.Make(BlockCount, compression).File);
        Assert.Empty(scan.Failures);
        Assert.Equal(Enumerable.Range(1, BlockCount), scan.Chunks);
        Assert.True(scan.IsRootHashRight);
    }

    [Fact]
    public void Damaged_payload_costs_its_block_only()
    {
        byte[] file = Flip(Sample.Footer.Blocks[2].Offset + BlockHeader.Size + 60);
        Scan scan = Scan.Of(file);
        Assert.Equal([1, 2, 4, 5, 6], scan.Chunks);
        AssertFailed(scan, (FormatError.BadChecksum, Sample.Footer.Blocks[2].Offset));
    }

    [Fact]
    public void Damaged_block_header_costs_its_block_only()
    {
        SegmentFooterBlock block = Sample.Footer.Blocks[2];
        Scan scan = Scan.Of(Flip(block.Offset + 20));
        Assert.Equal([1, 2, 4, 5, 6], scan.Chunks);
        AssertFailed(scan, (FormatError.BadChecksum, block.Offset), (FormatError.BadReference, block.Offset));
        Assert.Contains($"to the block at {block.End}", scan.Failures[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Overwritten_stretch_costs_the_blocks_that_it_touches()
    {
        byte[] file = [.. Sample.File];
        file.AsSpan((int)Sample.Footer.Blocks[1].Offset + 10, (int)(Sample.Footer.Blocks[3].Offset - Sample.Footer.Blocks[1].Offset)).Clear();
        Scan scan = Scan.Of(file);
        Assert.Equal([1, 5, 6], scan.Chunks);
        Assert.Equal(FormatError.BadReference, scan.Failures[^1].Error);
        Assert.Contains("blocks 1 to 3", scan.Failures[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_end_a_segment_gives_the_blocks_that_are_whole()
    {
        SegmentFooterBlock cut = Sample.Footer.Blocks[4];
        Scan scan = Scan.Of(Sample.File[..(int)(cut.Offset + BlockHeader.Size + 100)]);
        Assert.Equal([1, 2, 3, 4], scan.Chunks);
        Assert.Equal(FormatError.BadMagic, scan.Failures[0].Error);
        Assert.Equal((FormatError.Truncated, cut.Offset), (scan.Failures[1].Error, scan.Failures[1].Offset));
        Assert.Equal(2, scan.Failures.Count);
    }

    [Fact]
    public void Without_its_trailer_a_segment_still_has_its_footer()
    {
        Scan scan = Scan.Of(Sample.File[..^Trailer.Size]);
        Assert.Equal(Enumerable.Range(1, BlockCount), scan.Chunks);
        Assert.Equal(BlockCount, scan.Footer!.Blocks.Length);
        Assert.Null(scan.IsRootHashRight);
        Assert.Single(scan.Failures);
    }

    [Fact]
    public void Without_its_header_a_segment_gives_all_blocks()
    {
        byte[] file = [.. Sample.File];
        file.AsSpan(0, FileHeader.Size).Clear();
        Scan scan = Scan.Of(file);
        Assert.Equal(Enumerable.Range(1, BlockCount), scan.Chunks);
        AssertFailed(scan, (FormatError.BadMagic, 0), (FormatError.BadChecksum, file.Length - Trailer.Size));
    }

    [Fact]
    public void Damaged_footer_is_reported_once_and_the_blocks_are_walked()
    {
        Scan scan = Scan.Of(Flip(Sample.Footer.EndOfBlocks + BlockHeader.Size + 20));
        Assert.Equal(Enumerable.Range(1, BlockCount), scan.Chunks);
        Assert.Null(scan.Footer);
        AssertFailed(scan, (FormatError.BadChecksum, Sample.Footer.EndOfBlocks));
    }

    [Fact]
    public void Segment_inside_a_segment_is_not_taken_for_its_own_blocks()
    {
        // Stored without compression, and its first block header is damaged: the search meets the headers of the inner segment first.
        SegmentSample inner = SegmentSample.Make([[[1, 2, 3]], [[4, 5]]], id: new FileId(new Id128(99, 99)));
        SegmentSample outer = SegmentSample.Make([[inner.File], [SegmentSample.ChunkOf(1)]]);
        byte[] file = [.. outer.File];
        file[FileHeader.Size + 1] ^= 1;
        Scan scan = Scan.Of(file);
        Assert.Equal([1], scan.Chunks);
        Assert.Contains($"to the block at {outer.Footer.Blocks[1].Offset}", scan.Failures[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Swapped_blocks_are_named_and_read()
    {
        SegmentSample even = SegmentSample.Make([[[1, 1]], [[2, 2]], [[3, 3]]]);
        byte[] file = [.. even.File];
        int size = (int)(even.Footer.Blocks[1].Offset - even.Footer.Blocks[0].Offset);
        byte[] first = file[FileHeader.Size..(FileHeader.Size + size)];
        file.AsSpan(FileHeader.Size + size, size).CopyTo(file.AsSpan(FileHeader.Size));
        first.CopyTo(file, FileHeader.Size + size);
        Scan scan = Scan.Of(file);
        Assert.Equal([2, 1, 3], scan.Chunks);
        Assert.Contains(scan.Failures, failure => failure is { Error: FormatError.BadIdentity, Offset: FileHeader.Size });
        Assert.Contains(scan.Failures, failure => failure.Error == FormatError.BadIdentity && failure.Offset == FileHeader.Size + size);
    }

    [Fact]
    public void Chunk_that_does_not_match_its_id_is_named_though_all_sums_are_right()
    {
        byte[] file = [.. Sample.File];
        SegmentFooterBlock block = Sample.Footer.Blocks[0];
        file[block.End - 1] ^= 1;
        Fuzz.Mutating.ChecksumRepair.Segment(file);
        Scan scan = Scan.Of(file);
        Assert.Equal([2, 3, 4, 5, 6], scan.Chunks);
        Assert.Equal(
            (FormatError.BadChecksum, "chunk", block.Offset),
            (scan.Failures[0].Error, scan.Failures[0].Structure, scan.Failures[0].Offset));
    }

    [Fact]
    public void Memory_follows_the_largest_block_not_the_file()
    {
        byte[] chunk = new byte[1 << 20];
        SegmentSample large = SegmentSample.Make([.. Enumerable.Repeat((byte[][])[chunk], 200)], "zstd");
        Scan.Of(large.File);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Scan scan = Scan.Of(large.File);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Empty(scan.Failures);
        Assert.Equal(200, scan.Chunks.Count);
        Assert.InRange(allocated, 0, 4 << 20);
    }

    [Fact]
    public void Many_false_starts_do_not_make_the_search_slow()
    {
        // A header of this file at every 64 bytes, each of a block that is longer than what is left.
        byte[] file = new byte[4 << 20];
        Sample.File.AsSpan(0, FileHeader.Size).CopyTo(file);
        for (int at = FileHeader.Size; at + BlockHeader.Size <= file.Length; at += BlockHeader.Size)
        {
            new BlockHeader
            {
                Type = BlockType.Data,
                Compression = CompressionAlgorithm.None,
                Encryption = EncryptionAlgorithm.None,
                StoredSize = Limits.BlockStoredSizeMax,
                Sequence = 0,
                Offset = at,
                PayloadSum = default,
                FileId = SegmentSample.Id,
            }.Encode(file.AsSpan(at));
        }

        CountingSource source = new(file);
        Scan scan = Scan.Of(source);
        Assert.Empty(scan.Chunks);
        Assert.InRange(scan.Failures.Count, file.Length / BlockHeader.Size - 100, int.MaxValue);
        Assert.InRange(source.ReadCount, 0, 4L * file.Length);
    }

    private static byte[] Flip(long offset)
    {
        byte[] file = [.. Sample.File];
        file[offset] ^= 1;
        return file;
    }

    private static void AssertFailed(Scan scan, params (FormatError Error, long Offset)[] expected) =>
        Assert.Equal(expected, scan.Failures.Select(failure => (failure.Error, failure.Offset)));

    /// <summary>What a scan gave. Chunks are known by their first byte.</summary>
    private sealed record Scan(List<FailedCheck> Failures, List<int> Chunks, SegmentFooter? Footer, bool? IsRootHashRight)
    {
        public static Scan Of(byte[] file) => Of(new MemoryByteSource(file));

        public static Scan Of(IByteSource source)
        {
            List<FailedCheck> failures = [];
            List<int> chunks = [];
            using SegmentScanner scanner = new(source, failures.Add);
            scanner.ReadHeader();
            scanner.ReadTrailer();
            scanner.ReadFooter();
            while (scanner.TryReadBlock(out ScannedBlock block))
            {
                if (scanner.ChunksIntact.Count == 0)
                {
                    continue;
                }

                int number = 0;
                foreach (ChunkPlace chunk in ChunkDirectory.Decode(block.Plain, block.Offset))
                {
                    if (scanner.ChunksIntact[number++])
                    {
                        chunks.Add(block.Plain[chunk.Offset]);
                    }
                }
            }

            return new Scan(failures, chunks, scanner.Footer, scanner.IsRootHashRight);
        }
    }

    private sealed class CountingSource(byte[] file) : IByteSource
    {
        private readonly MemoryByteSource _source = new(file);

        public long ReadCount { get; private set; }

        public long Length => _source.Length;

        public int Read(Span<byte> destination, long offset)
        {
            int count = _source.Read(destination, offset);
            ReadCount += count;
            return count;
        }
    }
}
