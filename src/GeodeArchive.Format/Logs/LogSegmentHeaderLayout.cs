namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogSegmentHeader in format-spec/log.md, in bytes.</summary>
internal static class LogSegmentHeaderLayout
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

    public const int PreviousSumOffset = EpochOffset + EpochSize;
    public const int PreviousSumSize = 4;

    public const int SegmentNumberOffset = PreviousSumOffset + PreviousSumSize;
    public const int SegmentNumberSize = 8;

    public const int StartLsnOffset = SegmentNumberOffset + SegmentNumberSize;
    public const int StartLsnSize = 8;

    public const int SaltOffset = StartLsnOffset + StartLsnSize;
    public const int SaltSize = 8;

    public const int SegmentSizeOffset = SaltOffset + SaltSize;
    public const int SegmentSizeSize = 8;

    public const int TimeMaxOffset = SegmentSizeOffset + SegmentSizeSize;
    public const int TimeMaxSize = 8;

    public const int XidMaxOffset = TimeMaxOffset + TimeMaxSize;
    public const int XidMaxSize = 8;

    public const int CreatedOffset = XidMaxOffset + XidMaxSize;
    public const int CreatedSize = 8;

    public const int Reserved2Offset = CreatedOffset + CreatedSize;
    public const int Reserved2Size = 3964;

    public const int HeaderChecksumOffset = Reserved2Offset + Reserved2Size;
    public const int HeaderChecksumSize = 4;

    public const int Size = HeaderChecksumOffset + HeaderChecksumSize;
}
