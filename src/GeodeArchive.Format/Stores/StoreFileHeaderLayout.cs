namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout StoreFileHeader in format-spec/store.md, in bytes.</summary>
internal static class StoreFileHeaderLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 8;

    public const int VersionMajorOffset = MagicOffset + MagicSize;
    public const int VersionMajorSize = 2;

    public const int VersionMinorOffset = VersionMajorOffset + VersionMajorSize;
    public const int VersionMinorSize = 2;

    public const int PageSizeOffset = VersionMinorOffset + VersionMinorSize;
    public const int PageSizeSize = 4;

    public const int FeaturesCompatibleOffset = PageSizeOffset + PageSizeSize;
    public const int FeaturesCompatibleSize = 8;

    public const int FeaturesReadOnlyOffset = FeaturesCompatibleOffset + FeaturesCompatibleSize;
    public const int FeaturesReadOnlySize = 8;

    public const int FeaturesIncompatibleOffset = FeaturesReadOnlyOffset + FeaturesReadOnlySize;
    public const int FeaturesIncompatibleSize = 8;

    public const int DatabaseIdOffset = FeaturesIncompatibleOffset + FeaturesIncompatibleSize;
    public const int DatabaseIdSize = 16;

    public const int FileIdOffset = DatabaseIdOffset + DatabaseIdSize;
    public const int FileIdSize = 16;

    public const int GraphIdOffset = FileIdOffset + FileIdSize;
    public const int GraphIdSize = 4;

    public const int Reserved1Offset = GraphIdOffset + GraphIdSize;
    public const int Reserved1Size = 4;

    public const int CreatedOffset = Reserved1Offset + Reserved1Size;
    public const int CreatedSize = 8;

    public const int Reserved2Offset = CreatedOffset + CreatedSize;
    public const int Reserved2Size = 16292;

    public const int HeaderChecksumOffset = Reserved2Offset + Reserved2Size;
    public const int HeaderChecksumSize = 4;

    public const int Size = HeaderChecksumOffset + HeaderChecksumSize;
}
