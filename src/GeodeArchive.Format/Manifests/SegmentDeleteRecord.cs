namespace GeodeArchive.Format;

/// <summary>A retired segment is no longer part of the repository; its object is removed after this.</summary>
/// <param name="Number">The segment.</param>
public sealed record SegmentDeleteRecord(SegmentNumber Number) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.SegmentDelete;

    internal static SegmentDeleteRecord Read(ref FormatReader reader) =>
        new(new SegmentNumber((uint)reader.ReadRange("number", 1, uint.MaxValue)));

    internal override void Validate(Place place) => place.RequireRange(Number.Value, 1, uint.MaxValue, "number");

    internal override void WriteFields(FormatWriter writer, Place place) => writer.WriteVarint(Number.Value);
}
