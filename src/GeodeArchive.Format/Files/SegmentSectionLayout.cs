namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout SegmentSection in format-spec/segment.md, in bytes.</summary>
internal static class SegmentSectionLayout
{
    public const int SegmentKindOffset = FileHeaderLayout.KindSectionOffset;
    public const int SegmentKindSize = 2;

    public const int End = SegmentKindOffset + SegmentKindSize;
}
