namespace GeodeArchive.Format;

/// <summary>Sizes of the store: see format-spec/store.md. In bytes where nothing else is said.</summary>
public static class StoreLimits
{
    /// <summary>A page.</summary>
    public const int PageSize = 16384;

    /// <summary>What a page holds behind its header.</summary>
    public const int BodySize = PageSize - StorePageHeader.Size;

    /// <summary>A key.</summary>
    public const int KeySizeMax = 2048;

    /// <summary>A value that is kept beside its key; larger ones are in overflow pages.</summary>
    public const int InlineValueSizeMax = 4000;

    /// <summary>A value.</summary>
    public const int ValueSizeMax = 64 << 20;

    /// <summary>Attributes of a graph or of the database.</summary>
    public const int AttributesSizeMax = 65536;

    /// <summary>Levels of inner pages.</summary>
    public const int TreeLevelMax = 20;

    /// <summary>Levels of pointer pages above overflow and space pages.</summary>
    public const int PointerLevelMax = 3;

    /// <summary>Block pointers in a pointer page.</summary>
    public const int PointerCountMax = BodySize / BlockPointer.Size;

    /// <summary>Pages that a space page of level 0 tells of.</summary>
    public const int SpacePageCoverage = BodySize * 4;

    /// <summary>Superblock slots: pages 1 to this of the catalog.</summary>
    public const int SuperblockCount = 4;
}
