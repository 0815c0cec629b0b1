namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout StorePageHeader in format-spec/store.md, in bytes.</summary>
internal static class StorePageHeaderLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 4;

    public const int PageChecksumOffset = MagicOffset + MagicSize;
    public const int PageChecksumSize = 4;

    public const int KindOffset = PageChecksumOffset + PageChecksumSize;
    public const int KindSize = 1;

    public const int LevelOffset = KindOffset + KindSize;
    public const int LevelSize = 1;

    public const int EntryCountOffset = LevelOffset + LevelSize;
    public const int EntryCountSize = 2;

    public const int ContentStartOffset = EntryCountOffset + EntryCountSize;
    public const int ContentStartSize = 2;

    public const int Reserved1Offset = ContentStartOffset + ContentStartSize;
    public const int Reserved1Size = 2;

    public const int PageNumberOffset = Reserved1Offset + Reserved1Size;
    public const int PageNumberSize = 8;

    public const int BirthOffset = PageNumberOffset + PageNumberSize;
    public const int BirthSize = 8;

    public const int FileIdOffset = BirthOffset + BirthSize;
    public const int FileIdSize = 16;

    public const int ExtentOffset = FileIdOffset + FileIdSize;
    public const int ExtentSize = 8;

    public const int Reserved2Offset = ExtentOffset + ExtentSize;
    public const int Reserved2Size = 8;

    public const int Size = Reserved2Offset + Reserved2Size;
}
