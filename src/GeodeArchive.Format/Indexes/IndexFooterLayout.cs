namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout IndexFooter in format-spec/index.md, in bytes.</summary>
internal static class IndexFooterLayout
{
    public const int EntryCountOffset = 0;
    public const int EntryCountSize = 8;

    public const int PageCountOffset = EntryCountOffset + EntryCountSize;
    public const int PageCountSize = 4;

    public const int ReservedOffset = PageCountOffset + PageCountSize;
    public const int ReservedSize = 4;

    public const int FilterBlockCountOffset = ReservedOffset + ReservedSize;
    public const int FilterBlockCountSize = 4;

    public const int FenceBlockCountOffset = FilterBlockCountOffset + FilterBlockCountSize;
    public const int FenceBlockCountSize = 4;

    public const int SegmentCountOffset = FenceBlockCountOffset + FenceBlockCountSize;
    public const int SegmentCountSize = 4;

    public const int FilterKindOffset = SegmentCountOffset + SegmentCountSize;
    public const int FilterKindSize = 4;

    public const int PagesHashOffset = FilterKindOffset + FilterKindSize;
    public const int PagesHashSize = 32;

    public const int SegmentsOffset = PagesHashOffset + PagesHashSize;
}
