using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The first 4,096 bytes of a log segment in use: see format-spec/log.md.</summary>
public sealed record LogSegmentHeader
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogSegmentHeaderLayout.Size;

    private const string StructureName = "log segment header";

    /// <summary>The magic.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, 0x47, 0x45, 0x4C, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Minor version: says what was written, never how to read.</summary>
    public ushort VersionMinor { get; init; } = FileHeader.VersionMinorWritten;

    /// <summary>Features that a reader may ignore.</summary>
    public ulong FeaturesCompatible { get; init; }

    /// <summary>The database; not zero.</summary>
    public required DatabaseId DatabaseId { get; init; }

    /// <summary>The timeline; not zero.</summary>
    public required TimelineId TimelineId { get; init; }

    /// <summary>The timeline's epoch; at least 1.</summary>
    public required uint Epoch { get; init; }

    /// <summary>The sum of the frame that holds the byte before <see cref="Start"/>; 0 if there is none.</summary>
    public required uint PreviousSum { get; init; }

    /// <summary>The number, as in the name.</summary>
    public required long Number { get; init; }

    /// <summary>Where its records start.</summary>
    public required Lsn Start { get; init; }

    /// <summary>Random, new at each use of the file.</summary>
    public required ulong Salt { get; init; }

    /// <summary>Length of the file, in bytes.</summary>
    public required long SegmentSize { get; init; }

    /// <summary>The highest time of a commit before <see cref="Start"/>; <see cref="long.MinValue"/> if there is none.</summary>
    public required long TimeMax { get; init; }

    /// <summary>The highest XID of a commit before <see cref="Start"/>.</summary>
    public required Xid XidMax { get; init; }

    /// <summary>When it was put to use, in nanoseconds since 1970-01-01 UTC; for people only.</summary>
    public required long Created { get; init; }

    /// <summary>Where frames must end.</summary>
    public long FramesEnd => SegmentSize - LogLimits.FooterAreaSize;

    /// <summary>Reads and checks a header; its place is for the caller to compare.</summary>
    /// <param name="bytes">At least a header; what follows is not looked at.</param>
    /// <exception cref="ArchiveFormatException">Not a valid header.</exception>
    public static LogSegmentHeader Decode(ReadOnlySpan<byte> bytes)
    {
        Place place = Place.Decoding(StructureName, 0);
        place.RequireSize(bytes.Length, Size);
        ReadOnlySpan<byte> header = bytes[..Size];
        place.Require(header.StartsWith(Magic), FormatError.BadMagic, "not a log segment in use");
        place.RequireSum(header, LogSegmentHeaderLayout.HeaderChecksumOffset, "the header is damaged");
        place.RequireKnown(header, LogSegmentHeaderLayout.VersionMajorOffset, LogSegmentHeaderLayout.FeaturesIncompatibleOffset);
        LogSegmentHeader decoded = new()
        {
            VersionMinor = BinaryPrimitives.ReadUInt16LittleEndian(header[LogSegmentHeaderLayout.VersionMinorOffset..]),
            FeaturesCompatible = BinaryPrimitives.ReadUInt64LittleEndian(header[LogSegmentHeaderLayout.FeaturesCompatibleOffset..]),
            DatabaseId = DatabaseId.Read(header[LogSegmentHeaderLayout.DatabaseIdOffset..]),
            TimelineId = TimelineId.Read(header[LogSegmentHeaderLayout.TimelineIdOffset..]),
            Epoch = BinaryPrimitives.ReadUInt32LittleEndian(header[LogSegmentHeaderLayout.EpochOffset..]),
            PreviousSum = BinaryPrimitives.ReadUInt32LittleEndian(header[LogSegmentHeaderLayout.PreviousSumOffset..]),
            Number = place.Signed(
                BinaryPrimitives.ReadUInt64LittleEndian(header[LogSegmentHeaderLayout.SegmentNumberOffset..]), "segment_number"),
            Start = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(header[LogSegmentHeaderLayout.StartLsnOffset..])),
            Salt = BinaryPrimitives.ReadUInt64LittleEndian(header[LogSegmentHeaderLayout.SaltOffset..]),
            SegmentSize = place.Signed(
                BinaryPrimitives.ReadUInt64LittleEndian(header[LogSegmentHeaderLayout.SegmentSizeOffset..]), "segment_size"),
            TimeMax = BinaryPrimitives.ReadInt64LittleEndian(header[LogSegmentHeaderLayout.TimeMaxOffset..]),
            XidMax = new Xid(BinaryPrimitives.ReadUInt64LittleEndian(header[LogSegmentHeaderLayout.XidMaxOffset..])),
            Created = BinaryPrimitives.ReadInt64LittleEndian(header[LogSegmentHeaderLayout.CreatedOffset..]),
        };
        decoded.Validate(place);
        place.RequireReserved(header.Slice(LogSegmentHeaderLayout.Reserved1Offset, LogSegmentHeaderLayout.Reserved1Size), "reserved");
        place.RequireReserved(header.Slice(LogSegmentHeaderLayout.Reserved2Offset, LogSegmentHeaderLayout.Reserved2Size), "reserved");
        return decoded;
    }

    /// <summary>
    /// Refuses a file of another length than the header says: <c>truncated</c> if it is shorter, <c>trailing-bytes</c> if it is longer.
    /// </summary>
    /// <param name="size">The length of the file, in bytes.</param>
    /// <exception cref="ArchiveFormatException">It is another.</exception>
    public void ExpectSize(long size)
    {
        Place place = Place.Decoding(StructureName, 0);
        place.Require(SegmentSize <= size, FormatError.Truncated, "the file is shorter than its header says");
        place.Require(SegmentSize == size, FormatError.TrailingBytes, "the file is longer than its header says");
    }

    /// <summary>Refuses a segment under another's name with <c>bad-identity</c>: it is of an earlier use, or misplaced.</summary>
    /// <param name="number">What the name says.</param>
    /// <exception cref="ArchiveFormatException">It is another.</exception>
    public void ExpectNumber(long number) => Place.Decoding(StructureName, 0).Require(
        Number == number, FormatError.BadIdentity, "segment_number is not that of the name");

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Its first 4,096 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse, or too little room.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> header = destination[..Size];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[LogSegmentHeaderLayout.VersionMajorOffset..], FileHeader.VersionMajorWritten);
        BinaryPrimitives.WriteUInt16LittleEndian(header[LogSegmentHeaderLayout.VersionMinorOffset..], VersionMinor);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogSegmentHeaderLayout.FeaturesCompatibleOffset..], FeaturesCompatible);
        DatabaseId.Write(header[LogSegmentHeaderLayout.DatabaseIdOffset..]);
        TimelineId.Write(header[LogSegmentHeaderLayout.TimelineIdOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogSegmentHeaderLayout.EpochOffset..], Epoch);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogSegmentHeaderLayout.PreviousSumOffset..], PreviousSum);
        BinaryPrimitives.WriteInt64LittleEndian(header[LogSegmentHeaderLayout.SegmentNumberOffset..], Number);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogSegmentHeaderLayout.StartLsnOffset..], Start.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogSegmentHeaderLayout.SaltOffset..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(header[LogSegmentHeaderLayout.SegmentSizeOffset..], SegmentSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[LogSegmentHeaderLayout.TimeMaxOffset..], TimeMax);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogSegmentHeaderLayout.XidMaxOffset..], XidMax.Value);
        BinaryPrimitives.WriteInt64LittleEndian(header[LogSegmentHeaderLayout.CreatedOffset..], Created);
        uint checksum = Crc32C.Compute(header[..LogSegmentHeaderLayout.HeaderChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogSegmentHeaderLayout.HeaderChecksumOffset..], checksum);
    }

    private void Validate(Place place)
    {
        place.Require(!DatabaseId.IsZero, FormatError.BadValue, "database_id is zero");
        place.Require(!TimelineId.IsZero, FormatError.BadValue, "timeline_id is zero");
        place.RequireRange(Epoch, 1, uint.MaxValue, "epoch");
        place.RequireRange(Number, 1, long.MaxValue, "segment_number");
        place.RequireAtMost(SegmentSize, LogLimits.SegmentSizeMax, "segment_size");
        place.RequireRange(SegmentSize, LogLimits.SegmentSizeMin, LogLimits.SegmentSizeMax, "segment_size");
        place.Require(SegmentSize % LogLimits.SegmentSizeUnit == 0, FormatError.BadValue, "segment_size is no multiple of 1 MiB");
        place.Require(XidMax.Value <= long.MaxValue, FormatError.BadValue, "xid_max is out of range");
    }
}
