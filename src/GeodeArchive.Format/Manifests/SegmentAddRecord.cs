namespace GeodeArchive.Format;

/// <summary>A durable segment is part of the repository.</summary>
public sealed record SegmentAddRecord : ManifestRecord
{
    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.SegmentAdd;

    /// <summary>The number that it goes by in backups.</summary>
    public required SegmentNumber Number { get; init; }

    /// <summary>The segment.</summary>
    public required SegmentId SegmentId { get; init; }

    /// <summary>The session that wrote it.</summary>
    public required SessionId SessionId { get; init; }

    /// <summary>What its blocks hold.</summary>
    public required SegmentKind SegmentKind { get; init; }

    /// <summary>Plain or encrypted.</summary>
    public required Domain Domain { get; init; }

    /// <summary>Which key of the repository wraps its key; 0 in the plain domain.</summary>
    public uint KeyGeneration { get; init; }

    /// <summary>Length of the file, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Sum of its blocks' payloads before compression, in bytes.</summary>
    public required long PlainSize { get; init; }

    /// <summary>Chunks that it holds; at least 1.</summary>
    public required long ChunkCount { get; init; }

    /// <summary>The root hash of its trailer.</summary>
    public required Hash256 RootHash { get; init; }

    /// <summary>When it was last known to be intact, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long Verified { get; init; }

    internal static SegmentAddRecord Read(ref FormatReader reader) => new()
    {
        Number = new SegmentNumber((uint)reader.ReadRange("number", 1, uint.MaxValue)),
        SegmentId = new SegmentId(reader.ReadId()),
        SessionId = new SessionId(reader.ReadId()),
        SegmentKind = (SegmentKind)reader.ReadByte(),
        Domain = (Domain)reader.ReadByte(),
        KeyGeneration = (uint)reader.ReadRange("key_generation", 0, uint.MaxValue),
        Size = reader.ReadCount("size"),
        PlainSize = reader.ReadCount("plain_size"),
        ChunkCount = reader.ReadCount("chunk_count"),
        RootHash = reader.ReadHash(),
        Verified = reader.ReadZigzag(),
    };

    internal override void Validate(Place place)
    {
        place.RequireRange(Number.Value, 1, uint.MaxValue, "number");
        place.Require(!SegmentId.IsZero, FormatError.BadValue, "segment_id is zero");
        place.Require(!SessionId.IsZero, FormatError.BadValue, "session_id is zero");
        place.Require(SegmentKind is SegmentKind.Data or SegmentKind.Metadata, FormatError.BadValue, "segment_kind is unknown");
        place.Require(Domain is Domain.Plain or Domain.Encrypted, FormatError.BadValue, "domain is unknown");
        place.Require(Domain == Domain.Encrypted || KeyGeneration == 0, FormatError.BadValue, "key_generation in the plain domain");
        place.RequireAtMost(Size, Limits.FileSizeMax, "size");
        place.RequireRange(PlainSize, 1, long.MaxValue, "plain_size");
        place.RequireRange(ChunkCount, 1, long.MaxValue, "chunk_count");
    }

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteVarint(Number.Value);
        writer.WriteId(SegmentId.Value);
        writer.WriteId(SessionId.Value);
        writer.WriteByte((byte)SegmentKind);
        writer.WriteByte((byte)Domain);
        writer.WriteVarint(KeyGeneration);
        writer.WriteCount(Size);
        writer.WriteCount(PlainSize);
        writer.WriteCount(ChunkCount);
        writer.WriteHash(RootHash);
        writer.WriteZigzag(Verified);
    }
}
