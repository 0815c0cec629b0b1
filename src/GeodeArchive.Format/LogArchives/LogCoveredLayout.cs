namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogCovered in format-spec/wal-archive.md, in bytes.</summary>
internal static class LogCoveredLayout
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

    public const int LsnOffset = TimelineIdOffset + TimelineIdSize;
    public const int LsnSize = 8;

    public const int TimeOffset = LsnOffset + LsnSize;
    public const int TimeSize = 8;

    public const int Reserved2Offset = TimeOffset + TimeSize;
    public const int Reserved2Size = 44;

    public const int CoveredChecksumOffset = Reserved2Offset + Reserved2Size;
    public const int CoveredChecksumSize = 4;

    public const int Size = CoveredChecksumOffset + CoveredChecksumSize;
}
