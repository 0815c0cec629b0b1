namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout OverflowReference in format-spec/store.md, in bytes.</summary>
internal static class OverflowReferenceLayout
{
    public const int ValueSizeOffset = 0;
    public const int ValueSizeSize = 8;

    public const int RootOffset = ValueSizeOffset + ValueSizeSize;
    public const int RootSize = 32;

    public const int Size = RootOffset + RootSize;
}
