namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout RepositorySection in format-spec/repository.md, in bytes.</summary>
internal static class RepositorySectionLayout
{
    public const int ChunkerOffset = FileHeaderLayout.KindSectionOffset;
    public const int ChunkerSize = 2;

    public const int Reserved1Offset = ChunkerOffset + ChunkerSize;
    public const int Reserved1Size = 2;

    public const int ChunkSizeMinOffset = Reserved1Offset + Reserved1Size;
    public const int ChunkSizeMinSize = 4;

    public const int ChunkSizeAverageOffset = ChunkSizeMinOffset + ChunkSizeMinSize;
    public const int ChunkSizeAverageSize = 4;

    public const int ChunkSizeMaxOffset = ChunkSizeAverageOffset + ChunkSizeAverageSize;
    public const int ChunkSizeMaxSize = 4;

    public const int PartSizeOffset = ChunkSizeMaxOffset + ChunkSizeMaxSize;
    public const int PartSizeSize = 8;

    public const int ExtentSizeOffset = PartSizeOffset + PartSizeSize;
    public const int ExtentSizeSize = 4;

    public const int Reserved2Offset = ExtentSizeOffset + ExtentSizeSize;
    public const int Reserved2Size = 4;

    public const int ChunkerKeyOffset = Reserved2Offset + Reserved2Size;
    public const int ChunkerKeySize = 32;

    public const int End = ChunkerKeyOffset + ChunkerKeySize;
}
