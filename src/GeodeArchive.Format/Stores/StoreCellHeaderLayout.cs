namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout StoreCellHeader in format-spec/store.md, in bytes.</summary>
internal static class StoreCellHeaderLayout
{
    public const int KeySizeOffset = 0;
    public const int KeySizeSize = 2;

    public const int ValueSizeOffset = KeySizeOffset + KeySizeSize;
    public const int ValueSizeSize = 2;

    public const int Size = ValueSizeOffset + ValueSizeSize;
}
