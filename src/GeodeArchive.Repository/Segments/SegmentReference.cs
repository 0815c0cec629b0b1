using GeodeArchive.Format;

namespace GeodeArchive.Repository.Segments;

/// <summary>A segment as something else refers to it: enough to find and to check it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Size">Length of the file.</param>
/// <param name="RootHash">Fixes its content.</param>
/// <param name="ChunkCount">Chunks in it, so that its end is read at once; 0 if that is not known.</param>
public readonly record struct SegmentReference(SegmentId Id, SegmentKind Kind, long Size, Hash256 RootHash, long ChunkCount = 0)
{
    /// <summary>The reference that a manifest holds.</summary>
    public static SegmentReference From(SegmentAddRecord record) => new(record.SegmentId, record.SegmentKind, record.Size, record.RootHash, record.ChunkCount);

    /// <summary>The reference to a segment just written.</summary>
    public static SegmentReference From(SegmentSummary summary) => new(summary.Id, summary.Kind, summary.Size, summary.RootHash, summary.ChunkCount);
}
