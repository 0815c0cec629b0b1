namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout BlockPointer in format-spec/store.md, in bytes.</summary>
internal static class BlockPointerLayout
{
    public const int PageNumberOffset = 0;
    public const int PageNumberSize = 8;

    public const int BirthOffset = PageNumberOffset + PageNumberSize;
    public const int BirthSize = 8;

    public const int HashOffset = BirthOffset + BirthSize;
    public const int HashSize = 16;

    public const int Size = HashOffset + HashSize;
}
