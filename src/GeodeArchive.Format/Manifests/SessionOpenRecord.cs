namespace GeodeArchive.Format;

/// <summary>A writer starts.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Base">The newest manifest that the writer had read; 0 if there was none.</param>
/// <param name="Started">When, in nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Host">Where it runs, for people; at most 255 bytes of UTF-8.</param>
/// <param name="Program">What runs, for people; at most 255 bytes of UTF-8.</param>
public sealed record SessionOpenRecord(SessionId SessionId, ManifestNumber Base, long Started, string Host, string Program) : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.SessionOpen;

    internal static SessionOpenRecord Read(ref FormatReader reader) => new(
        new SessionId(reader.ReadId()),
        new ManifestNumber((ulong)reader.ReadCount("base")),
        reader.ReadZigzag(),
        reader.ReadText(Limits.ShortTextSizeMax, 0, "host"),
        reader.ReadText(Limits.ShortTextSizeMax, 0, "program"));

    internal override void Validate(Place place)
    {
        place.Require(!SessionId.IsZero, FormatError.BadValue, "session_id is zero");
        place.Require(Base.Value <= long.MaxValue, FormatError.BadValue, "base is outside its range");
    }

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteId(SessionId.Value);
        writer.WriteVarint(Base.Value);
        writer.WriteZigzag(Started);
        writer.WriteText(Host, Limits.ShortTextSizeMax, 0, place, "host");
        writer.WriteText(Program, Limits.ShortTextSizeMax, 0, place, "program");
    }
}
