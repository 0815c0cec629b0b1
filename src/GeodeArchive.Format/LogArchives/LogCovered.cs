using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>
/// A note that a WAL archive held all that had been committed when it was some wall time: see format-spec/wal-archive.md.
/// </summary>
public sealed record LogCovered
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogCoveredLayout.Size;

    private const string StructureName = "covered note";

    /// <summary>The magic.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, 0x47, 0x45, 0x43, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Minor version: says what was written, never how to read.</summary>
    public ushort VersionMinor { get; init; } = FileHeader.VersionMinorWritten;

    /// <summary>Features that a reader may ignore.</summary>
    public ulong FeaturesCompatible { get; init; }

    /// <summary>The database; not zero.</summary>
    public required DatabaseId DatabaseId { get; init; }

    /// <summary>The timeline; not zero.</summary>
    public required TimelineId TimelineId { get; init; }

    /// <summary>All that was committed up to the time ends here or before, and is archived.</summary>
    public required Lsn Lsn { get; init; }

    /// <summary>The wall time, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long Time { get; init; }

    /// <summary>Reads and checks a note.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="ArchiveFormatException">Not a valid note.</exception>
    public static LogCovered Decode(ReadOnlySpan<byte> bytes)
    {
        Place place = Place.Decoding(StructureName, 0);
        place.RequireSize(bytes.Length, Size);
        place.Require(bytes.Length == Size, FormatError.TrailingBytes, "there are bytes after the end");
        place.Require(bytes.StartsWith(Magic), FormatError.BadMagic, "not a covered note");
        place.RequireSum(bytes, LogCoveredLayout.CoveredChecksumOffset, "the file is damaged");
        place.RequireKnown(bytes, LogCoveredLayout.VersionMajorOffset, LogCoveredLayout.FeaturesIncompatibleOffset);
        LogCovered decoded = new()
        {
            VersionMinor = BinaryPrimitives.ReadUInt16LittleEndian(bytes[LogCoveredLayout.VersionMinorOffset..]),
            FeaturesCompatible = BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogCoveredLayout.FeaturesCompatibleOffset..]),
            DatabaseId = DatabaseId.Read(bytes[LogCoveredLayout.DatabaseIdOffset..]),
            TimelineId = TimelineId.Read(bytes[LogCoveredLayout.TimelineIdOffset..]),
            Lsn = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogCoveredLayout.LsnOffset..])),
            Time = BinaryPrimitives.ReadInt64LittleEndian(bytes[LogCoveredLayout.TimeOffset..]),
        };
        decoded.Validate(place);
        place.RequireReserved(bytes.Slice(LogCoveredLayout.Reserved1Offset, LogCoveredLayout.Reserved1Size), "reserved");
        place.RequireReserved(bytes.Slice(LogCoveredLayout.Reserved2Offset, LogCoveredLayout.Reserved2Size), "reserved");
        return decoded;
    }

    /// <summary>Refuses a note of another database or timeline, or under another's name, with <c>bad-identity</c>.</summary>
    /// <exception cref="ArchiveFormatException">It is.</exception>
    public void Expect(DatabaseId database, TimelineId timeline, Lsn lsn, long time) => Place.Decoding(StructureName, 0).Require(
        (DatabaseId, TimelineId, Lsn, Time) == (database, timeline, lsn, time),
        FormatError.BadIdentity,
        "the note is not what its name says");

    /// <summary>Writes the file.</summary>
    /// <param name="destination">Its first 128 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> bytes = destination[..Size];
        bytes.Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[LogCoveredLayout.VersionMajorOffset..], FileHeader.VersionMajorWritten);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[LogCoveredLayout.VersionMinorOffset..], VersionMinor);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogCoveredLayout.FeaturesCompatibleOffset..], FeaturesCompatible);
        DatabaseId.Write(bytes[LogCoveredLayout.DatabaseIdOffset..]);
        TimelineId.Write(bytes[LogCoveredLayout.TimelineIdOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogCoveredLayout.LsnOffset..], Lsn.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LogCoveredLayout.TimeOffset..], Time);
        uint checksum = Crc32C.Compute(bytes[..LogCoveredLayout.CoveredChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[LogCoveredLayout.CoveredChecksumOffset..], checksum);
    }

    private void Validate(Place place)
    {
        place.Require(!DatabaseId.IsZero, FormatError.BadValue, "database_id is zero");
        place.Require(!TimelineId.IsZero, FormatError.BadValue, "timeline_id is zero");

        // Its name sorts by it.
        place.RequireRange(Time, 0, long.MaxValue, "time");
    }
}
