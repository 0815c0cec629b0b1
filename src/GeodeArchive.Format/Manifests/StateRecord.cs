namespace GeodeArchive.Format;

/// <summary>The counters of a repository; the first record of a snapshot.</summary>
/// <param name="NextSegmentNumber">The number that the next segment gets.</param>
public sealed record StateRecord(SegmentNumber NextSegmentNumber) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.State;

    internal static StateRecord Read(ref FormatReader reader) =>
        new(new SegmentNumber((uint)reader.ReadRange("next_segment_number", 1, uint.MaxValue)));

    internal override void Validate(Place place) =>
        place.RequireRange(NextSegmentNumber.Value, 1, uint.MaxValue, "next_segment_number");

    internal override void WriteFields(FormatWriter writer, Place place) => writer.WriteVarint(NextSegmentNumber.Value);
}
