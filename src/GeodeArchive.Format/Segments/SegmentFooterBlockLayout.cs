namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout SegmentFooterBlock in format-spec/segment.md, in bytes.</summary>
internal static class SegmentFooterBlockLayout
{
    public const int OffsetOffset = 0;
    public const int OffsetSize = 8;

    public const int StoredSizeOffset = OffsetOffset + OffsetSize;
    public const int StoredSizeSize = 4;

    public const int PlainSizeOffset = StoredSizeOffset + StoredSizeSize;
    public const int PlainSizeSize = 4;

    public const int ChunkCountOffset = PlainSizeOffset + PlainSizeSize;
    public const int ChunkCountSize = 4;

    public const int ReservedOffset = ChunkCountOffset + ChunkCountSize;
    public const int ReservedSize = 4;

    public const int PayloadSumOffset = ReservedOffset + ReservedSize;
    public const int PayloadSumSize = 16;

    public const int Size = PayloadSumOffset + PayloadSumSize;
}
