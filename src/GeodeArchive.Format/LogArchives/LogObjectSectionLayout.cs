namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogObjectSection in format-spec/wal-archive.md, in bytes.</summary>
internal static class LogObjectSectionLayout
{
    public const int TimelineIdOffset = FileHeaderLayout.KindSectionOffset;
    public const int TimelineIdSize = 16;

    public const int DatabaseIdOffset = TimelineIdOffset + TimelineIdSize;
    public const int DatabaseIdSize = 16;

    public const int StartLsnOffset = DatabaseIdOffset + DatabaseIdSize;
    public const int StartLsnSize = 8;

    public const int EndLsnOffset = StartLsnOffset + StartLsnSize;
    public const int EndLsnSize = 8;

    public const int EpochOffset = EndLsnOffset + EndLsnSize;
    public const int EpochSize = 4;

    public const int GroupOffset = EpochOffset + EpochSize;
    public const int GroupSize = 4;

    public const int GroupSizeOffset = GroupOffset + GroupSize;
    public const int GroupSizeSize = 2;

    public const int OrdinalOffset = GroupSizeOffset + GroupSizeSize;
    public const int OrdinalSize = 2;

    public const int ReservedOffset = OrdinalOffset + OrdinalSize;
    public const int ReservedSize = 4;

    public const int PreviousRootHashOffset = ReservedOffset + ReservedSize;
    public const int PreviousRootHashSize = 32;

    public const int End = PreviousRootHashOffset + PreviousRootHashSize;
}
