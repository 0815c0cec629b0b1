namespace GeodeArchive.Format;

/// <summary>A writer ended: it will commit nothing more.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record SessionCloseRecord(SessionId SessionId, SessionOutcome Outcome) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.SessionClose;

    internal static SessionCloseRecord Read(ref FormatReader reader) =>
        new(new SessionId(reader.ReadId()), (SessionOutcome)reader.ReadByte());

    internal override void Validate(Place place)
    {
        place.Require(!SessionId.IsZero, FormatError.BadValue, "session_id is zero");
        place.Require(Outcome is SessionOutcome.Committed or SessionOutcome.Abandoned, FormatError.BadValue, "outcome is unknown");
    }

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteId(SessionId.Value);
        writer.WriteByte((byte)Outcome);
    }
}
