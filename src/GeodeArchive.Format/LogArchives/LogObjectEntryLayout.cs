namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogObjectEntry in format-spec/wal-archive.md, in bytes.</summary>
internal static class LogObjectEntryLayout
{
    public const int GranuleOffset = 0;
    public const int GranuleSize = 48;

    public const int EndLsnOffset = GranuleOffset + GranuleSize;
    public const int EndLsnSize = 8;

    public const int FileSizeOffset = EndLsnOffset + EndLsnSize;
    public const int FileSizeSize = 8;

    public const int PointCountOffset = FileSizeOffset + FileSizeSize;
    public const int PointCountSize = 4;

    public const int ReservedOffset = PointCountOffset + PointCountSize;
    public const int ReservedSize = 4;

    public const int RootHashOffset = ReservedOffset + ReservedSize;
    public const int RootHashSize = 32;

    public const int Size = RootHashOffset + RootHashSize;
}
