namespace GeodeArchive.Format;

/// <summary>A chunk in the plain payload of its block.</summary>
/// <param name="Id">The chunk.</param>
/// <param name="Offset">Where it starts in the payload.</param>
/// <param name="Length">Its size, in bytes.</param>
public readonly record struct ChunkPlace(ChunkId Id, int Offset, int Length);
