namespace GeodeArchive.Format;

/// <summary>A writer was ended by somebody else: it can no longer commit.</summary>
/// <param name="SessionId">The session.</param>
public sealed record SessionFenceRecord(SessionId SessionId) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.SessionFence;

    internal static SessionFenceRecord Read(ref FormatReader reader) => new(new SessionId(reader.ReadId()));

    internal override void Validate(Place place) => place.Require(!SessionId.IsZero, FormatError.BadValue, "session_id is zero");

    internal override void WriteFields(FormatWriter writer, Place place) => writer.WriteId(SessionId.Value);
}
