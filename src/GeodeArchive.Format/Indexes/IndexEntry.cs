using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>An entry of a chunk index: a chunk that starts with this prefix is in that segment.</summary>
/// <param name="Prefix">The first 16 bytes of the chunk id.</param>
/// <param name="SegmentIndex">Place of the segment in the table of the index's footer.</param>
public readonly record struct IndexEntry(ChunkPrefix Prefix, uint SegmentIndex) : IComparable<IndexEntry>
{
    /// <summary>Its size in a page, in bytes.</summary>
    public const int Size = IndexEntryLayout.Size;

    /// <summary>By prefix, then segment index: the order of an index.</summary>
    public int CompareTo(IndexEntry other)
    {
        int order = Prefix.CompareTo(other.Prefix);
        return order != 0 ? order : SegmentIndex.CompareTo(other.SegmentIndex);
    }

    internal static IndexEntry Read(ReadOnlySpan<byte> source) => new(
        ChunkPrefix.Read(source),
        BinaryPrimitives.ReadUInt32LittleEndian(source[IndexEntryLayout.SegmentIndexOffset..]));

    internal void Write(Span<byte> destination)
    {
        Prefix.Write(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[IndexEntryLayout.SegmentIndexOffset..], SegmentIndex);
    }
}
