namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout StoreAncestor in format-spec/store.md, in bytes.</summary>
internal static class StoreAncestorLayout
{
    public const int IncarnationIdOffset = 0;
    public const int IncarnationIdSize = 16;

    public const int GenerationOffset = IncarnationIdOffset + IncarnationIdSize;
    public const int GenerationSize = 8;

    public const int Size = GenerationOffset + GenerationSize;
}
