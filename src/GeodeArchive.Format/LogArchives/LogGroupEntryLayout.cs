namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogGroupEntry in format-spec/wal-archive.md, in bytes.</summary>
internal static class LogGroupEntryLayout
{
    public const int GranuleOffset = 0;
    public const int GranuleSize = 48;

    public const int EndLsnOffset = GranuleOffset + GranuleSize;
    public const int EndLsnSize = 8;

    public const int LastStartLsnOffset = EndLsnOffset + EndLsnSize;
    public const int LastStartLsnSize = 8;

    public const int PointCountOffset = LastStartLsnOffset + LastStartLsnSize;
    public const int PointCountSize = 8;

    public const int Size = PointCountOffset + PointCountSize;
}
