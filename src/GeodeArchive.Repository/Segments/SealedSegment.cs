using GeodeArchive.Format;

namespace GeodeArchive.Repository.Segments;

/// <summary>A segment as it describes itself: for those that no manifest names.</summary>
/// <param name="Session">The session that wrote it.</param>
/// <param name="Created">When, in nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Table">Its table.</param>
public sealed record SealedSegment(SessionId Session, long Created, SegmentTable Table)
{
    /// <summary>As a manifest will name it.</summary>
    public SegmentSummary Summary
    {
        get
        {
            var segment = Table.Segment;
            return new SegmentSummary(
                segment.Id,
                segment.Kind,
                segment.Size,
                Table.Blocks.Sum(block => (long)block.PlainSize),
                Table.Chunks.Count,
                segment.RootHash);
        }
    }
}
