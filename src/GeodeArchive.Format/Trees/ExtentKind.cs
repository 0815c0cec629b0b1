namespace GeodeArchive.Format;

/// <summary>Where the bytes of an extent come from. 0 is invalid.</summary>
public enum ExtentKind : byte
{
    /// <summary>All bytes of a chunk.</summary>
    WholeChunk = 1,

    /// <summary>Some bytes of a chunk.</summary>
    ChunkPart = 2,

    /// <summary>Nowhere: zeros that the file does not store.</summary>
    Hole = 3,
}
