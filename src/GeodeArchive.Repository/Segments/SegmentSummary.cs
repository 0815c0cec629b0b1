using GeodeArchive.Format;

namespace GeodeArchive.Repository.Segments;

/// <summary>A sealed, durable segment, as the manifest will name it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="KeyGeneration">Which generation of keys it is encrypted with; 0 if it is plain.</param>
/// <param name="Size">Length of the file.</param>
/// <param name="PlainSize">Payload bytes before compression, all blocks together.</param>
/// <param name="ChunkCount">Chunks in it.</param>
/// <param name="RootHash">Fixes its content.</param>
public sealed record SegmentSummary(
    SegmentId Id, SegmentKind Kind, uint KeyGeneration, long Size, long PlainSize, long ChunkCount, Hash256 RootHash);
