namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout ChunkDirectory in format-spec/segment.md, in bytes.</summary>
internal static class ChunkDirectoryLayout
{
    public const int ChunkCountOffset = 0;
    public const int ChunkCountSize = 4;

    public const int EntriesOffset = ChunkCountOffset + ChunkCountSize;
}
