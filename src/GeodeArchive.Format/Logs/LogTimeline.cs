using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>A timeline file: see format-spec/log.md.</summary>
public sealed record LogTimeline
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogTimelineLayout.Size;

    private const string StructureName = "timeline";

    /// <summary>The magic.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, 0x47, 0x45, 0x4D, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Minor version: says what was written, never how to read.</summary>
    public ushort VersionMinor { get; init; } = FileHeader.VersionMinorWritten;

    /// <summary>Features that a reader may ignore.</summary>
    public ulong FeaturesCompatible { get; init; }

    /// <summary>Counts up with every fork; at least 1.</summary>
    public required uint Epoch { get; init; }

    /// <summary>The database; not zero.</summary>
    public required DatabaseId DatabaseId { get; init; }

    /// <summary>The timeline; not zero.</summary>
    public required TimelineId TimelineId { get; init; }

    /// <summary>The timeline that it leaves; zero in the first of a database.</summary>
    public required TimelineId ParentId { get; init; }

    /// <summary>Where it leaves its parent; 0 in the first of a database.</summary>
    public required Lsn Fork { get; init; }

    /// <summary>When it was made, in nanoseconds since 1970-01-01 UTC; for people only.</summary>
    public required long Created { get; init; }

    /// <summary>Reads and checks a timeline file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="ArchiveFormatException">Not a valid timeline file.</exception>
    public static LogTimeline Decode(ReadOnlySpan<byte> bytes)
    {
        Place place = Place.Decoding(StructureName, 0);
        place.RequireSize(bytes.Length, Size);
        place.Require(bytes.Length == Size, FormatError.TrailingBytes, "there are bytes after the end");
        place.Require(bytes.StartsWith(Magic), FormatError.BadMagic, "not a timeline file");
        place.RequireSum(bytes, LogTimelineLayout.TimelineChecksumOffset, "the file is damaged");
        place.RequireKnown(bytes, LogTimelineLayout.VersionMajorOffset, LogTimelineLayout.FeaturesIncompatibleOffset);
        LogTimeline decoded = new()
        {
            VersionMinor = BinaryPrimitives.ReadUInt16LittleEndian(bytes[LogTimelineLayout.VersionMinorOffset..]),
            FeaturesCompatible = BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogTimelineLayout.FeaturesCompatibleOffset..]),
            Epoch = BinaryPrimitives.ReadUInt32LittleEndian(bytes[LogTimelineLayout.EpochOffset..]),
            DatabaseId = DatabaseId.Read(bytes[LogTimelineLayout.DatabaseIdOffset..]),
            TimelineId = TimelineId.Read(bytes[LogTimelineLayout.TimelineIdOffset..]),
            ParentId = TimelineId.Read(bytes[LogTimelineLayout.ParentIdOffset..]),
            Fork = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogTimelineLayout.ForkLsnOffset..])),
            Created = BinaryPrimitives.ReadInt64LittleEndian(bytes[LogTimelineLayout.CreatedOffset..]),
        };
        decoded.Validate(place);
        place.RequireReserved(bytes.Slice(LogTimelineLayout.Reserved1Offset, LogTimelineLayout.Reserved1Size), "reserved");
        place.RequireReserved(bytes.Slice(LogTimelineLayout.Reserved2Offset, LogTimelineLayout.Reserved2Size), "reserved");
        place.RequireReserved(bytes.Slice(LogTimelineLayout.Reserved3Offset, LogTimelineLayout.Reserved3Size), "reserved");
        return decoded;
    }

    /// <summary>Refuses a timeline under another's name with <c>bad-identity</c>.</summary>
    /// <param name="timeline">What the name says.</param>
    /// <exception cref="ArchiveFormatException">It is another.</exception>
    public void ExpectTimeline(TimelineId timeline) => Place.Decoding(StructureName, 0).Require(
        TimelineId == timeline, FormatError.BadIdentity, "timeline_id is not that of the name");

    /// <summary>Writes the file.</summary>
    /// <param name="destination">Its first 4,096 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse, or too little room.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> bytes = destination[..Size];
        bytes.Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[LogTimelineLayout.VersionMajorOffset..], FileHeader.VersionMajorWritten);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[LogTimelineLayout.VersionMinorOffset..], VersionMinor);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogTimelineLayout.FeaturesCompatibleOffset..], FeaturesCompatible);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[LogTimelineLayout.EpochOffset..], Epoch);
        DatabaseId.Write(bytes[LogTimelineLayout.DatabaseIdOffset..]);
        TimelineId.Write(bytes[LogTimelineLayout.TimelineIdOffset..]);
        ParentId.Write(bytes[LogTimelineLayout.ParentIdOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogTimelineLayout.ForkLsnOffset..], Fork.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LogTimelineLayout.CreatedOffset..], Created);
        uint checksum = Crc32C.Compute(bytes[..LogTimelineLayout.TimelineChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[LogTimelineLayout.TimelineChecksumOffset..], checksum);
    }

    private void Validate(Place place)
    {
        place.Require(!DatabaseId.IsZero, FormatError.BadValue, "database_id is zero");
        place.Require(!TimelineId.IsZero, FormatError.BadValue, "timeline_id is zero");
        place.RequireRange(Epoch, 1, uint.MaxValue, "epoch");
        place.Require(ParentId != TimelineId, FormatError.BadValue, "parent_id is the timeline itself");
        place.Require(!ParentId.IsZero || Fork == Lsn.Zero, FormatError.BadValue, "fork_lsn of a timeline without a parent");
    }
}
