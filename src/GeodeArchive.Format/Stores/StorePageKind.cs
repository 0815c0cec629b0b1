namespace GeodeArchive.Format;

/// <summary>What a page of a store file holds.</summary>
public enum StorePageKind : byte
{
    /// <summary>Keys and values.</summary>
    Leaf = 1,

    /// <summary>Keys and pointers to pages one level lower.</summary>
    Inner = 2,

    /// <summary>A part of a large value, or pointers to such parts.</summary>
    Overflow = 3,

    /// <summary>Which pages of the file are free, or pointers to such pages.</summary>
    Space = 4,
}
