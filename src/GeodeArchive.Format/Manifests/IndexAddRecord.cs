namespace GeodeArchive.Format;

/// <summary>A durable index is part of the repository.</summary>
public sealed record IndexAddRecord : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.IndexAdd;

    /// <summary>The index.</summary>
    public required IndexId IndexId { get; init; }

    /// <summary>The session that wrote it.</summary>
    public required SessionId SessionId { get; init; }

    /// <summary>Plain or encrypted.</summary>
    public required Domain Domain { get; init; }

    /// <summary>Length of the file, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Entries that it holds; at least 1.</summary>
    public required long EntryCount { get; init; }

    /// <summary>The root hash of its trailer.</summary>
    public required Hash256 RootHash { get; init; }

    internal static IndexAddRecord Read(ref FormatReader reader) => new()
    {
        IndexId = new IndexId(reader.ReadId()),
        SessionId = new SessionId(reader.ReadId()),
        Domain = (Domain)reader.ReadByte(),
        Size = reader.ReadCount("size"),
        EntryCount = reader.ReadCount("entry_count"),
        RootHash = reader.ReadHash(),
    };

    internal override void Validate(Place place)
    {
        place.Require(!IndexId.IsZero, FormatError.BadValue, "index_id is zero");
        place.Require(!SessionId.IsZero, FormatError.BadValue, "session_id is zero");
        place.Require(Domain is Domain.Plain or Domain.Encrypted, FormatError.BadValue, "domain is unknown");
        place.RequireAtMost(Size, Limits.IndexFileSizeMax, "size");
        place.RequireRange(EntryCount, 1, long.MaxValue, "entry_count");
    }

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteId(IndexId.Value);
        writer.WriteId(SessionId.Value);
        writer.WriteByte((byte)Domain);
        writer.WriteCount(Size);
        writer.WriteCount(EntryCount);
        writer.WriteHash(RootHash);
    }
}
