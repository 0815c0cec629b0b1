namespace GeodeArchive.Format;

/// <summary>What a block holds. 0 is invalid.</summary>
public enum BlockType : byte
{
    /// <summary>Chunks of file content.</summary>
    Data = 1,

    /// <summary>Chunks that are tree nodes.</summary>
    Metadata = 2,

    /// <summary>The footer of a segment, index or log object.</summary>
    Footer = 3,

    /// <summary>Records of a manifest.</summary>
    Records = 4,

    /// <summary>A part of the filter of an index.</summary>
    Filter = 5,

    /// <summary>A part of the fences of an index.</summary>
    Fences = 6,

    /// <summary>Records of a log.</summary>
    LogRecords = 7,
}
