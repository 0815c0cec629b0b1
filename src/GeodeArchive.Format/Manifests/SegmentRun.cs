namespace GeodeArchive.Format;

/// <summary>Segment numbers without gaps.</summary>
/// <param name="First">The first number.</param>
/// <param name="Last">The last number.</param>
public readonly record struct SegmentRun(SegmentNumber First, SegmentNumber Last)
{
    /// <summary>How many.</summary>
    public long Count => Last.Value - (long)First.Value + 1;
}
