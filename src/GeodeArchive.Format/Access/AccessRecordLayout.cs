namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout AccessRecord in format-spec/access.md, in bytes.</summary>
internal static class AccessRecordLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 8;

    public const int VersionMajorOffset = MagicOffset + MagicSize;
    public const int VersionMajorSize = 2;

    public const int VersionMinorOffset = VersionMajorOffset + VersionMajorSize;
    public const int VersionMinorSize = 2;

    public const int OutcomeOffset = VersionMinorOffset + VersionMinorSize;
    public const int OutcomeSize = 1;

    public const int ExitCodeOffset = OutcomeOffset + OutcomeSize;
    public const int ExitCodeSize = 1;

    public const int ReservedOffset = ExitCodeOffset + ExitCodeSize;
    public const int ReservedSize = 2;

    public const int FeaturesCompatibleOffset = ReservedOffset + ReservedSize;
    public const int FeaturesCompatibleSize = 8;

    public const int FeaturesIncompatibleOffset = FeaturesCompatibleOffset + FeaturesCompatibleSize;
    public const int FeaturesIncompatibleSize = 8;

    public const int RepositoryIdOffset = FeaturesIncompatibleOffset + FeaturesIncompatibleSize;
    public const int RepositoryIdSize = 16;

    public const int TimeOffset = RepositoryIdOffset + RepositoryIdSize;
    public const int TimeSize = 8;

    public const int DurationOffset = TimeOffset + TimeSize;
    public const int DurationSize = 8;

    public const int UserIdOffset = DurationOffset + DurationSize;
    public const int UserIdSize = 8;

    public const int ProcessIdOffset = UserIdOffset + UserIdSize;
    public const int ProcessIdSize = 8;

    public const int TextsOffset = ProcessIdOffset + ProcessIdSize;
}
