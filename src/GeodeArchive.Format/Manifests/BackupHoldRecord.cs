namespace GeodeArchive.Format;

/// <summary>A backup is held, so that nobody can delete it, or is released.</summary>
/// <param name="BackupId">The backup.</param>
/// <param name="Action">Hold or release.</param>
/// <param name="Time">When, in nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Who">Who did it, for people; at most 255 bytes of UTF-8.</param>
/// <param name="Reason">Why, for people; at most 255 bytes of UTF-8.</param>
public sealed record BackupHoldRecord(BackupId BackupId, HoldAction Action, long Time, string Who, string Reason) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.BackupHold;

    internal static BackupHoldRecord Read(ref FormatReader reader) => new(
        new BackupId(reader.ReadId()),
        (HoldAction)reader.ReadByte(),
        reader.ReadZigzag(),
        reader.ReadText(Limits.ShortTextSizeMax, 0, "who"),
        reader.ReadText(Limits.ShortTextSizeMax, 0, "reason"));

    internal override void Validate(Place place)
    {
        place.Require(!BackupId.IsZero, FormatError.BadValue, "backup_id is zero");
        place.Require(Action is HoldAction.Hold or HoldAction.Release, FormatError.BadValue, "action is unknown");
    }

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteId(BackupId.Value);
        writer.WriteByte((byte)Action);
        writer.WriteZigzag(Time);
        writer.WriteText(Who, Limits.ShortTextSizeMax, 0, place, "who");
        writer.WriteText(Reason, Limits.ShortTextSizeMax, 0, place, "reason");
    }
}
