using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>A block of a segment, as the segment's footer holds it.</summary>
/// <param name="Offset">Where its header is in the file.</param>
/// <param name="StoredSize">Size of its stored payload, in bytes.</param>
/// <param name="PlainSize">Size of its payload before compression, in bytes.</param>
/// <param name="ChunkCount">Chunks that it holds; at least 1.</param>
/// <param name="PayloadSum">As in its header.</param>
public readonly record struct SegmentFooterBlock(long Offset, int StoredSize, int PlainSize, int ChunkCount, Id128 PayloadSum)
{
    /// <summary>Its size in a footer, in bytes.</summary>
    public const int Size = SegmentFooterBlockLayout.Size;

    /// <summary>Where the next block, or the footer, begins.</summary>
    public long End => Offset + BlockHeader.Size + StoredSize;

    /// <summary>Refuses a block that is not as the footer says with <c>bad-reference</c>.</summary>
    /// <exception cref="ArchiveFormatException">Another offset, size or sum.</exception>
    public void ExpectHeader(in BlockHeader header)
    {
        bool same = header.Offset == Offset && header.StoredSize == StoredSize && header.PayloadSum == PayloadSum;
        Place.Decoding("block header", header.Offset).Require(same, FormatError.BadReference, "the block is not as the footer says");
    }

    internal static SegmentFooterBlock Read(ReadOnlySpan<byte> source, Place place)
    {
        uint storedSize = BinaryPrimitives.ReadUInt32LittleEndian(source[SegmentFooterBlockLayout.StoredSizeOffset..]);
        uint plainSize = BinaryPrimitives.ReadUInt32LittleEndian(source[SegmentFooterBlockLayout.PlainSizeOffset..]);
        uint chunkCount = BinaryPrimitives.ReadUInt32LittleEndian(source[SegmentFooterBlockLayout.ChunkCountOffset..]);
        place.RequireAtMost(storedSize, Limits.BlockStoredSizeMax, "stored_size");
        place.RequireAtMost(plainSize, Limits.BlockPlainSizeMax, "plain_size");
        place.RequireRange(chunkCount, 1, Limits.BlockPlainSizeMax / ChunkDirectoryEntry.Size, "chunk_count of a block");
        place.RequireReserved(source.Slice(SegmentFooterBlockLayout.ReservedOffset, SegmentFooterBlockLayout.ReservedSize), "reserved");
        return new SegmentFooterBlock(
            place.Signed(BinaryPrimitives.ReadUInt64LittleEndian(source[SegmentFooterBlockLayout.OffsetOffset..]), "offset"),
            (int)storedSize,
            (int)plainSize,
            (int)chunkCount,
            Id128.Read(source[SegmentFooterBlockLayout.PayloadSumOffset..]));
    }

    internal void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(destination[SegmentFooterBlockLayout.OffsetOffset..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(destination[SegmentFooterBlockLayout.StoredSizeOffset..], StoredSize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[SegmentFooterBlockLayout.PlainSizeOffset..], PlainSize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[SegmentFooterBlockLayout.ChunkCountOffset..], ChunkCount);
        PayloadSum.Write(destination[SegmentFooterBlockLayout.PayloadSumOffset..]);
    }
}
