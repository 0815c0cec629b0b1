using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GeodeArchive.Format;

/// <summary>The plain payload of a segment's footer block: its blocks and their chunks. See format-spec/segment.md. Immutable.</summary>
public sealed class SegmentFooter
{
    private const string StructureName = "segment footer";

    /// <summary>A footer of these blocks and chunks, both in file order.</summary>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public SegmentFooter(ImmutableArray<SegmentFooterBlock> blocks, ImmutableArray<ChunkDirectoryEntry> chunks)
        : this(blocks, chunks, Place.Encoding(StructureName))
    {
    }

    private SegmentFooter(ImmutableArray<SegmentFooterBlock> blocks, ImmutableArray<ChunkDirectoryEntry> chunks, Place place)
    {
        Blocks = blocks;
        Chunks = chunks;
        Validate(place);
    }

    /// <summary>The blocks before the footer, in file order; at least one.</summary>
    public ImmutableArray<SegmentFooterBlock> Blocks { get; }

    /// <summary>The chunks of all blocks, in file order; at least one.</summary>
    public ImmutableArray<ChunkDirectoryEntry> Chunks { get; }

    /// <summary>Where the footer block begins: after the last block.</summary>
    public long EndOfBlocks => Blocks[^1].End;

    /// <summary>Sum of the plain sizes of the blocks, in bytes.</summary>
    public long PlainSize
    {
        get
        {
            long size = 0;
            foreach (ref readonly SegmentFooterBlock block in Blocks.AsSpan())
            {
                size += block.PlainSize;
            }

            return size;
        }
    }

    /// <summary>Size of a footer, in bytes, so that a writer can end a segment before its footer does not fit a block.</summary>
    public static long SizeFor(long blockCount, long chunkCount) =>
        SegmentFooterLayout.BlocksOffset + (blockCount * SegmentFooterBlock.Size) + (chunkCount * ChunkDirectoryEntry.Size);

    /// <summary>Reads and checks a footer.</summary>
    /// <param name="payload">The plain payload of the footer block.</param>
    /// <param name="blockOffset">
    /// Where the footer block's header is in its file; the last block must end there. -1 if it is not known.
    /// </param>
    /// <exception cref="ArchiveFormatException">Not a valid footer.</exception>
    public static SegmentFooter Decode(ReadOnlySpan<byte> payload, long blockOffset)
    {
        Place place = Place.Decoding(StructureName, blockOffset);
        place.RequireSize(payload.Length, SegmentFooterLayout.BlocksOffset);
        uint blockCount = BinaryPrimitives.ReadUInt32LittleEndian(payload[SegmentFooterLayout.BlockCountOffset..]);
        uint chunkCount = BinaryPrimitives.ReadUInt32LittleEndian(payload[SegmentFooterLayout.ChunkCountOffset..]);
        place.Require(blockCount != 0, FormatError.BadValue, "block_count is 0");
        place.Require(chunkCount != 0, FormatError.BadValue, "chunk_count is 0");
        RequireNoParity(payload, place);
        long size = SizeFor(blockCount, chunkCount);
        place.Require(size <= payload.Length, FormatError.Truncated, "the tables end after the payload");
        place.Require(size == payload.Length, FormatError.TrailingBytes, "the tables end before the payload");

        SegmentFooterBlock[] blocks = new SegmentFooterBlock[blockCount];
        ReadOnlySpan<byte> rest = payload[SegmentFooterLayout.BlocksOffset..];
        foreach (ref SegmentFooterBlock block in blocks.AsSpan())
        {
            block = SegmentFooterBlock.Read(rest, place);
            rest = rest[SegmentFooterBlock.Size..];
        }

        ChunkDirectoryEntry[] chunks = new ChunkDirectoryEntry[chunkCount];
        foreach (ref ChunkDirectoryEntry chunk in chunks.AsSpan())
        {
            chunk = ChunkDirectoryEntry.Read(rest);
            rest = rest[ChunkDirectoryEntry.Size..];
        }

        SegmentFooter footer = new(
            ImmutableCollectionsMarshal.AsImmutableArray(blocks), ImmutableCollectionsMarshal.AsImmutableArray(chunks), place);
        place.Require(
            blockOffset < 0 || footer.EndOfBlocks == blockOffset, FormatError.BadReference, "the last block does not end at the footer");
        return footer;
    }

    /// <summary>Appends the footer.</summary>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> head = writer.Append(SegmentFooterLayout.BlocksOffset);
        head.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(head[SegmentFooterLayout.BlockCountOffset..], Blocks.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[SegmentFooterLayout.ChunkCountOffset..], Chunks.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(head[SegmentFooterLayout.ParitySchemeOffset..], (ushort)ParityScheme.None);
        foreach (ref readonly SegmentFooterBlock block in Blocks.AsSpan())
        {
            block.Write(writer.Append(SegmentFooterBlock.Size));
        }

        foreach (ref readonly ChunkDirectoryEntry chunk in Chunks.AsSpan())
        {
            chunk.Write(writer.Append(ChunkDirectoryEntry.Size));
        }
    }

    /// <summary>Refuses a trailer whose counts or offsets are not those of this footer with <c>bad-reference</c>.</summary>
    /// <exception cref="ArchiveFormatException">They are not.</exception>
    public void ExpectTrailer(Trailer trailer)
    {
        ArgumentNullException.ThrowIfNull(trailer);
        trailer.ExpectCounts(Blocks.Length + 1L, Chunks.Length);
        Place place = Place.Decoding("trailer", trailer.FileSize - Trailer.Size);
        place.Require(trailer.FooterOffset == EndOfBlocks, FormatError.BadReference, "footer_offset is not where the blocks end");
    }

    private static void RequireNoParity(ReadOnlySpan<byte> payload, Place place)
    {
        ushort scheme = BinaryPrimitives.ReadUInt16LittleEndian(payload[SegmentFooterLayout.ParitySchemeOffset..]);
        place.RequireRange(scheme, (long)ParityScheme.None, (long)ParityScheme.None, "parity_scheme");
        ReadOnlySpan<byte> member = payload.Slice(SegmentFooterLayout.ParityMemberOffset, SegmentFooterLayout.ParityMemberSize);
        place.RequireZero(member, FormatError.BadValue, "parity_member of a segment without parity");
        ReadOnlySpan<byte> group = payload.Slice(SegmentFooterLayout.ParityGroupOffset, SegmentFooterLayout.ParityGroupSize);
        place.RequireZero(group, FormatError.BadValue, "parity_group of a segment without parity");
        place.RequireReserved(payload.Slice(SegmentFooterLayout.ReservedOffset, SegmentFooterLayout.ReservedSize), "reserved");
    }

    private void Validate(Place place)
    {
        place.Require(!Blocks.IsDefaultOrEmpty, FormatError.BadValue, "block_count is 0");
        place.Require(!Chunks.IsDefaultOrEmpty, FormatError.BadValue, "chunk_count is 0");
        place.RequireAtMost(SizeFor(Blocks.Length, Chunks.Length), Limits.BlockPlainSizeMax, "footer");
        long offset = FileHeader.Size;
        ReadOnlySpan<ChunkDirectoryEntry> rest = Chunks.AsSpan();
        foreach (ref readonly SegmentFooterBlock block in Blocks.AsSpan())
        {
            place.RequireRange(block.Offset, offset, offset, "offset of a block");
            place.RequireRange(block.StoredSize, BlockPayload.PrefixSize, Limits.BlockStoredSizeMax, "stored_size of a block");
            place.RequireRange(block.ChunkCount, 1, rest.Length, "chunk_count of a block");
            long plainSize = ChunkDirectory.SizeFor(block.ChunkCount);
            foreach (ref readonly ChunkDirectoryEntry chunk in rest[..block.ChunkCount])
            {
                chunk.Validate(place);
                plainSize += chunk.Length;
            }

            place.RequireRange(block.PlainSize, plainSize, plainSize, "plain_size of a block");
            place.RequireAtMost(block.PlainSize, Limits.BlockPlainSizeMax, "plain_size of a block");
            rest = rest[block.ChunkCount..];
            offset = block.End;
        }

        place.Require(rest.IsEmpty, FormatError.BadValue, "chunk_count is not the sum of the blocks'");
    }
}
