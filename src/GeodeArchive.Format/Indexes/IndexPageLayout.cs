namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout IndexPage in format-spec/index.md, in bytes.</summary>
internal static class IndexPageLayout
{
    public const int PageSumOffset = 0;
    public const int PageSumSize = 16;

    public const int PageNumberOffset = PageSumOffset + PageSumSize;
    public const int PageNumberSize = 4;

    public const int EntryCountOffset = PageNumberOffset + PageNumberSize;
    public const int EntryCountSize = 2;

    public const int ReservedOffset = EntryCountOffset + EntryCountSize;
    public const int ReservedSize = 2;

    public const int FileTagOffset = ReservedOffset + ReservedSize;
    public const int FileTagSize = 8;

    public const int EntriesOffset = FileTagOffset + FileTagSize;
}
