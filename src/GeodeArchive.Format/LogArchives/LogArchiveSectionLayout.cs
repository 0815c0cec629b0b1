namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogArchiveSection in format-spec/wal-archive.md, in bytes.</summary>
internal static class LogArchiveSectionLayout
{
    public const int DatabaseIdOffset = FileHeaderLayout.KindSectionOffset;
    public const int DatabaseIdSize = 16;

    public const int GroupSizeOffset = DatabaseIdOffset + DatabaseIdSize;
    public const int GroupSizeSize = 2;

    public const int End = GroupSizeOffset + GroupSizeSize;
}
