namespace GeodeArchive.Format;

/// <summary>An index is no longer used.</summary>
/// <param name="IndexId">The index.</param>
public sealed record IndexRemoveRecord(IndexId IndexId) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.IndexRemove;

    internal static IndexRemoveRecord Read(ref FormatReader reader) => new(new IndexId(reader.ReadId()));

    internal override void Validate(Place place) => place.Require(!IndexId.IsZero, FormatError.BadValue, "index_id is zero");

    internal override void WriteFields(FormatWriter writer, Place place) => writer.WriteId(IndexId.Value);
}
