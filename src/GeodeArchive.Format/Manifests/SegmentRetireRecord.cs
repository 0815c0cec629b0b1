namespace GeodeArchive.Format;

/// <summary>No backup needs a segment any more; it will be deleted, unless a session that was open before revives it.</summary>
/// <param name="Number">The segment.</param>
/// <param name="Manifest">The manifest that retired it: the record's own in a change.</param>
public sealed record SegmentRetireRecord(SegmentNumber Number, ManifestNumber Manifest) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.SegmentRetire;

    internal static SegmentRetireRecord Read(ref FormatReader reader) => new(
        new SegmentNumber((uint)reader.ReadRange("number", 1, uint.MaxValue)),
        new ManifestNumber((ulong)reader.ReadCount("manifest", 1)));

    internal override void Validate(Place place)
    {
        place.RequireRange(Number.Value, 1, uint.MaxValue, "number");
        place.RequireRange(place.Signed(Manifest.Value, "manifest"), 1, long.MaxValue, "manifest");
    }

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteVarint(Number.Value);
        writer.WriteVarint(Manifest.Value);
    }
}
