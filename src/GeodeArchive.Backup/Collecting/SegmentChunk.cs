using GeodeArchive.Format;

namespace GeodeArchive.Backup.Collecting;

/// <summary>A chunk in a segment, by the first half of its id. Ordered by segment.</summary>
/// <param name="Segment">Number of the segment.</param>
/// <param name="Prefix">First half of the chunk's id.</param>
internal readonly record struct SegmentChunk(uint Segment, ChunkPrefix Prefix) : IComparable<SegmentChunk>
{
    /// <inheritdoc/>
    public int CompareTo(SegmentChunk other)
    {
        var order = Segment.CompareTo(other.Segment);
        return order != 0 ? order : Prefix.CompareTo(other.Prefix);
    }
}
