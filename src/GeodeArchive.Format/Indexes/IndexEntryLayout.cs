namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout IndexEntry in format-spec/index.md, in bytes.</summary>
internal static class IndexEntryLayout
{
    public const int ChunkPrefixOffset = 0;
    public const int ChunkPrefixSize = 16;

    public const int SegmentIndexOffset = ChunkPrefixOffset + ChunkPrefixSize;
    public const int SegmentIndexSize = 4;

    public const int Size = SegmentIndexOffset + SegmentIndexSize;
}
