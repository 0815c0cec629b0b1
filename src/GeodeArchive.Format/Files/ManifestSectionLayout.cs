namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout ManifestSection in format-spec/manifest.md, in bytes.</summary>
internal static class ManifestSectionLayout
{
    public const int NumberOffset = FileHeaderLayout.KindSectionOffset;
    public const int NumberSize = 8;

    public const int ManifestKindOffset = NumberOffset + NumberSize;
    public const int ManifestKindSize = 2;

    public const int ReservedOffset = ManifestKindOffset + ManifestKindSize;
    public const int ReservedSize = 6;

    public const int PreviousRootHashOffset = ReservedOffset + ReservedSize;
    public const int PreviousRootHashSize = 32;

    public const int End = PreviousRootHashOffset + PreviousRootHashSize;
}
