namespace GeodeArchive.Format;

/// <summary>A backup exists no more, and needs no segment any more.</summary>
/// <param name="BackupId">The backup.</param>
public sealed record BackupDeleteRecord(BackupId BackupId) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.BackupDelete;

    internal static BackupDeleteRecord Read(ref FormatReader reader) => new(new BackupId(reader.ReadId()));

    internal override void Validate(Place place) => place.Require(!BackupId.IsZero, FormatError.BadValue, "backup_id is zero");

    internal override void WriteFields(FormatWriter writer, Place place) => writer.WriteId(BackupId.Value);
}
