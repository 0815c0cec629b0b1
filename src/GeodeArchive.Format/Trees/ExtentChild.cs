namespace GeodeArchive.Format;

/// <summary>A child of an inner node of extents.</summary>
/// <param name="ChunkId">The node.</param>
/// <param name="Length">Bytes of the file below it; at least 1.</param>
public readonly record struct ExtentChild(ChunkId ChunkId, long Length);
