namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout Trailer in format-spec/trailer.md, in bytes.</summary>
internal static class TrailerLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 8;

    public const int KindOffset = MagicOffset + MagicSize;
    public const int KindSize = 2;

    public const int Reserved1Offset = KindOffset + KindSize;
    public const int Reserved1Size = 2;

    public const int BlockCountOffset = Reserved1Offset + Reserved1Size;
    public const int BlockCountSize = 4;

    public const int FooterOffsetOffset = BlockCountOffset + BlockCountSize;
    public const int FooterOffsetSize = 8;

    public const int FileSizeOffset = FooterOffsetOffset + FooterOffsetSize;
    public const int FileSizeSize = 8;

    public const int FileIdOffset = FileSizeOffset + FileSizeSize;
    public const int FileIdSize = 16;

    public const int RootHashOffset = FileIdOffset + FileIdSize;
    public const int RootHashSize = 32;

    public const int MacOffset = RootHashOffset + RootHashSize;
    public const int MacSize = 32;

    public const int ItemCountOffset = MacOffset + MacSize;
    public const int ItemCountSize = 8;

    public const int Reserved2Offset = ItemCountOffset + ItemCountSize;
    public const int Reserved2Size = 4;

    public const int TrailerChecksumOffset = Reserved2Offset + Reserved2Size;
    public const int TrailerChecksumSize = 4;

    public const int Size = TrailerChecksumOffset + TrailerChecksumSize;
}
