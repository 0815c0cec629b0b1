namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout GraphRecord in format-spec/store.md, in bytes.</summary>
internal static class GraphRecordLayout
{
    public const int RootOffset = 0;
    public const int RootSize = 32;

    public const int SpaceOffset = RootOffset + RootSize;
    public const int SpaceSize = 32;

    public const int PageCountOffset = SpaceOffset + SpaceSize;
    public const int PageCountSize = 8;

    public const int GenerationOffset = PageCountOffset + PageCountSize;
    public const int GenerationSize = 8;

    public const int CheckpointLsnOffset = GenerationOffset + GenerationSize;
    public const int CheckpointLsnSize = 8;

    public const int FileIdOffset = CheckpointLsnOffset + CheckpointLsnSize;
    public const int FileIdSize = 16;

    public const int FileNumberOffset = FileIdOffset + FileIdSize;
    public const int FileNumberSize = 4;

    public const int ReservedOffset = FileNumberOffset + FileNumberSize;
    public const int ReservedSize = 4;

    public const int AttributesOffset = ReservedOffset + ReservedSize;

    /// <summary>The part before the attributes.</summary>
    public const int Size = AttributesOffset;
}
