using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;

namespace GeodeArchive.Cli.Documents;

/// <summary>A segment in a result document.</summary>
/// <param name="SegmentId">Its id.</param>
/// <param name="Kind">data or metadata.</param>
/// <param name="Size">Length of the file.</param>
/// <param name="PlainSize">Bytes before compression.</param>
/// <param name="ChunkCount">Chunks in it.</param>
/// <param name="Verified">When all of it was last known to be intact, RFC 3339.</param>
internal sealed record SegmentDocument(string SegmentId, string Kind, long Size, long PlainSize, long ChunkCount, string Verified)
{
    /// <summary>Describes a segment.</summary>
    public static SegmentDocument From(SegmentAddRecord segment) => new(
        segment.SegmentId.ToString(),
        segment.SegmentKind == SegmentKind.Data ? "data" : "metadata",
        segment.Size,
        segment.PlainSize,
        segment.ChunkCount,
        TimeText.ForJson(segment.Verified));
}
