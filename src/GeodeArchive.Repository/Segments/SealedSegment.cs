using GeodeArchive.Format;

namespace GeodeArchive.Repository.Segments;

/// <summary>A segment as it describes itself: for those that no manifest names.</summary>
/// <param name="Session">The session that wrote it.</param>
/// <param name="Created">When, in nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Domain">Its domain.</param>
/// <param name="KeyGeneration">Which generation of keys it is encrypted with; 0 if it is plain.</param>
/// <param name="Table">Its table.</param>
public sealed record SealedSegment(SessionId Session, long Created, Domain Domain, uint KeyGeneration, SegmentTable Table)
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
                KeyGeneration,
                segment.Size,
                Table.Blocks.Sum(block => (long)block.PlainSize),
                Table.Chunks.Count,
                segment.RootHash);
        }
    }
}
