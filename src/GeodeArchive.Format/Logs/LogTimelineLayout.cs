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

    public const int Reserved1Offset = VersionMinorOffset + VersionMinorSize;
    public const int Reserved1Size = 4;

    public const int FeaturesCompatibleOffset = Reserved1Offset + Reserved1Size;
    public const int FeaturesCompatibleSize = 8;

    public const int FeaturesIncompatibleOffset = FeaturesCompatibleOffset + FeaturesCompatibleSize;
    public const int FeaturesIncompatibleSize = 8;

    public const int DatabaseIdOffset = FeaturesIncompatibleOffset + FeaturesIncompatibleSize;
    public const int DatabaseIdSize = 16;

    public const int TimelineIdOffset = DatabaseIdOffset + DatabaseIdSize;
    public const int TimelineIdSize = 16;

    public const int EpochOffset = TimelineIdOffset + TimelineIdSize;
    public const int EpochSize = 4;

    public const int Reserved2Offset = EpochOffset + EpochSize;
    public const int Reserved2Size = 4;

    public const int ParentIdOffset = Reserved2Offset + Reserved2Size;
    public const int ParentIdSize = 16;

    public const int ForkLsnOffset = ParentIdOffset + ParentIdSize;
    public const int ForkLsnSize = 8;

    public const int CreatedOffset = ForkLsnOffset + ForkLsnSize;
    public const int CreatedSize = 8;

    public const int Reserved3Offset = CreatedOffset + CreatedSize;
    public const int Reserved3Size = 3988;

    public const int TimelineChecksumOffset = Reserved3Offset + Reserved3Size;
    public const int TimelineChecksumSize = 4;

    public const int Size = TimelineChecksumOffset + TimelineChecksumSize;
}
