namespace GeodeArchive.Repository.Segments;

/// <summary>Where in its segment a chunk is.</summary>
/// <param name="Block">Number of the block.</param>
/// <param name="Offset">Where it starts in the block's plain payload.</param>
/// <param name="Length">Its length.</param>
public readonly record struct ChunkLocation(int Block, int Offset, int Length);
