namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout SegmentFooter in format-spec/segment.md, in bytes.</summary>
internal static class SegmentFooterLayout
{
    public const int BlockCountOffset = 0;
    public const int BlockCountSize = 4;

    public const int ChunkCountOffset = BlockCountOffset + BlockCountSize;
    public const int ChunkCountSize = 4;

    public const int ParitySchemeOffset = ChunkCountOffset + ChunkCountSize;
    public const int ParitySchemeSize = 2;

    public const int ParityMemberOffset = ParitySchemeOffset + ParitySchemeSize;
    public const int ParityMemberSize = 2;

    public const int ReservedOffset = ParityMemberOffset + ParityMemberSize;
    public const int ReservedSize = 4;

    public const int ParityGroupOffset = ReservedOffset + ReservedSize;
    public const int ParityGroupSize = 16;

    public const int BlocksOffset = ParityGroupOffset + ParityGroupSize;
}
