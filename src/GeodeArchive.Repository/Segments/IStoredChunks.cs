using GeodeArchive.Format;

namespace GeodeArchive.Repository.Segments;

/// <summary>Is told where chunks went.</summary>
internal interface IStoredChunks
{
    /// <summary>These chunks are in that segment, which is durable now.</summary>
    void Stored(SegmentSummary segment, IReadOnlyList<ChunkDirectoryEntry> chunks);
}
