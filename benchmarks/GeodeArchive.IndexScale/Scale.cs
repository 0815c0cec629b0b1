namespace GeodeArchive.IndexScale;

/// <summary>What is measured.</summary>
/// <param name="Directory">The archive root.</param>
/// <param name="ChunkCount">Chunks in it; whole segments of them are made.</param>
/// <param name="ChunksPerSegment">Chunks of each segment.</param>
/// <param name="Duration">Of each measurement.</param>
internal sealed record Scale(string Directory, long ChunkCount, int ChunksPerSegment, TimeSpan Duration)
{
    /// <summary>Segments in it.</summary>
    public int SegmentCount => (int)((ChunkCount + ChunksPerSegment - 1) / ChunksPerSegment);
}
