namespace GeodeArchive.Format;

/// <summary>A segment was read in full and is intact.</summary>
/// <param name="Number">The segment.</param>
/// <param name="Verified">When, in nanoseconds since 1970-01-01 UTC.</param>
public sealed record SegmentVerifyRecord(SegmentNumber Number, long Verified) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.SegmentVerify;

    internal static SegmentVerifyRecord Read(ref FormatReader reader) =>
        new(new SegmentNumber((uint)reader.ReadRange("number", 1, uint.MaxValue)), reader.ReadZigzag());

    internal override void Validate(Place place) => place.RequireRange(Number.Value, 1, uint.MaxValue, "number");

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteVarint(Number.Value);
        writer.WriteZigzag(Verified);
    }
}
