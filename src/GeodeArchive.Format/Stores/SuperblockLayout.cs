namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout Superblock in format-spec/store.md, in bytes.</summary>
internal static class SuperblockLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 8;

    public const int SlotOffset = MagicOffset + MagicSize;
    public const int SlotSize = 4;

    public const int EpochOffset = SlotOffset + SlotSize;
    public const int EpochSize = 4;

    public const int GenerationOffset = EpochOffset + EpochSize;
    public const int GenerationSize = 8;

    public const int PreviousGenerationOffset = GenerationOffset + GenerationSize;
    public const int PreviousGenerationSize = 8;

    public const int DatabaseIdOffset = PreviousGenerationOffset + PreviousGenerationSize;
    public const int DatabaseIdSize = 16;

    public const int IncarnationIdOffset = DatabaseIdOffset + DatabaseIdSize;
    public const int IncarnationIdSize = 16;

    public const int TimelineIdOffset = IncarnationIdOffset + IncarnationIdSize;
    public const int TimelineIdSize = 16;

    public const int CheckpointLsnOffset = TimelineIdOffset + TimelineIdSize;
    public const int CheckpointLsnSize = 8;

    public const int TimeOffset = CheckpointLsnOffset + CheckpointLsnSize;
    public const int TimeSize = 8;

    public const int CatalogFileIdOffset = TimeOffset + TimeSize;
    public const int CatalogFileIdSize = 16;

    public const int CatalogRootOffset = CatalogFileIdOffset + CatalogFileIdSize;
    public const int CatalogRootSize = 32;

    public const int CatalogSpaceOffset = CatalogRootOffset + CatalogRootSize;
    public const int CatalogSpaceSize = 32;

    public const int CatalogPageCountOffset = CatalogSpaceOffset + CatalogSpaceSize;
    public const int CatalogPageCountSize = 8;

    public const int ReservedOffset = CatalogPageCountOffset + CatalogPageCountSize;
    public const int ReservedSize = 16196;

    public const int SuperblockChecksumOffset = ReservedOffset + ReservedSize;
    public const int SuperblockChecksumSize = 4;

    public const int Size = SuperblockChecksumOffset + SuperblockChecksumSize;
}
