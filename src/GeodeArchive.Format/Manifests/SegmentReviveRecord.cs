namespace GeodeArchive.Format;

/// <summary>A retired segment is needed again.</summary>
/// <param name="Number">The segment.</param>
public sealed record SegmentReviveRecord(SegmentNumber Number) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.SegmentRevive;

    internal static SegmentReviveRecord Read(ref FormatReader reader) =>
        new(new SegmentNumber((uint)reader.ReadRange("number", 1, uint.MaxValue)));

    internal override void Validate(Place place) => place.RequireRange(Number.Value, 1, uint.MaxValue, "number");

    internal override void WriteFields(FormatWriter writer, Place place) => writer.WriteVarint(Number.Value);
}
