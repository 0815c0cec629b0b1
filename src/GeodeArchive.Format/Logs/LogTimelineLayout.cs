namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogTimeline in format-spec/log.md, in bytes.</summary>
internal static class LogTimelineLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 8;

    public const int VersionMajorOffset = MagicOffset + MagicSize;
    public const int VersionMajorSize = 2;

    public const int VersionMinorOffset = VersionMajorOffset + VersionMajorSize;
    public const int VersionMinorSize = 2;

    public const int EpochOffset = VersionMinorOffset + VersionMinorSize;
    public const int EpochSize = 4;

    public const int DatabaseIdOffset = EpochOffset + EpochSize;
    public const int DatabaseIdSize = 16;

    public const int TimelineIdOffset = DatabaseIdOffset + DatabaseIdSize;
    public const int TimelineIdSize = 16;

    public const int ParentIdOffset = TimelineIdOffset + TimelineIdSize;
    public const int ParentIdSize = 16;

    public const int ForkLsnOffset = ParentIdOffset + ParentIdSize;
    public const int ForkLsnSize = 8;

    public const int CreatedOffset = ForkLsnOffset + ForkLsnSize;
    public const int CreatedSize = 8;

    public const int ReservedOffset = CreatedOffset + CreatedSize;
    public const int ReservedSize = 4012;

    public const int TimelineChecksumOffset = ReservedOffset + ReservedSize;
    public const int TimelineChecksumSize = 4;

    public const int Size = TimelineChecksumOffset + TimelineChecksumSize;
}
