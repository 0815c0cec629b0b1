namespace GeodeArchive.Format;

/// <summary>What a backup needs lies in other segments now: its chunks were moved.</summary>
/// <param name="BackupId">The backup.</param>
/// <param name="Segments">All segments that it needs.</param>
public sealed record BackupSegmentsRecord(BackupId BackupId, SegmentRuns Segments) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.BackupSegments;

    internal static BackupSegmentsRecord Read(ref FormatReader reader) =>
        new(new BackupId(reader.ReadId()), SegmentRuns.Read(ref reader));

    internal override void Validate(Place place)
    {
        place.Require(!BackupId.IsZero, FormatError.BadValue, "backup_id is zero");
        place.Require(Segments is not null, FormatError.BadValue, "segments are missing");
    }

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteId(BackupId.Value);
        Segments.Write(writer);
    }
}
