namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout ChunkDirectoryEntry in format-spec/segment.md, in bytes.</summary>
internal static class ChunkDirectoryEntryLayout
{
    public const int ChunkIdOffset = 0;
    public const int ChunkIdSize = 32;

    public const int LengthOffset = ChunkIdOffset + ChunkIdSize;
    public const int LengthSize = 4;

    public const int Size = LengthOffset + LengthSize;
}
