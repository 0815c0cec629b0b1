using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The 96 bytes before the records of one flush: see format-spec/log.md.</summary>
public readonly record struct LogFrameHeader
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogFrameHeaderLayout.Size;

    private const string StructureName = "log frame";

    /// <summary>The magic, "GLFR".</summary>
    public static ReadOnlySpan<byte> Magic => "GLFR"u8;

    /// <summary>Bytes of records after the header; 0 in an empty frame.</summary>
    public required int PayloadSize { get; init; }

    /// <summary>CRC32C of the records.</summary>
    public required uint PayloadSum { get; init; }

    /// <summary>Where its records start.</summary>
    public required Lsn Start { get; init; }

    /// <summary>The end of what was known to be durable when the frame was made.</summary>
    public required Lsn Durable { get; init; }

    /// <summary>The segment's timeline.</summary>
    public required TimelineId TimelineId { get; init; }

    /// <summary>The segment's salt.</summary>
    public required ulong Salt { get; init; }

    /// <summary>The highest time of a commit up to the end of the frame; <see cref="long.MinValue"/> before the first.</summary>
    public required long TimeMax { get; init; }

    /// <summary>The highest XID of a commit up to the end of the frame.</summary>
    public required Xid XidMax { get; init; }

    /// <summary>The segment's epoch.</summary>
    public required uint Epoch { get; init; }

    /// <summary>The sum of the frame before it in the stream; 0 in the first of a database.</summary>
    public required uint PreviousSum { get; init; }

    /// <summary>Where it is in its file, in pages.</summary>
    public required uint Page { get; init; }

    /// <summary>Records in it.</summary>
    public required int RecordCount { get; init; }

    /// <summary>The place after its records.</summary>
    public Lsn End => Start + PayloadSize;

    /// <summary>Header, records and padding, in bytes.</summary>
    public int TotalSize => LogLimits.ToPages(Size + PayloadSize);

    /// <summary>Where it is in its file, in bytes.</summary>
    public long Offset => (long)Page * LogLimits.PageSize;

    /// <summary>The sum of an encoded header, which stands for the frame: it covers the sum of the records.</summary>
    public static uint SumOf(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt32LittleEndian(frame[LogFrameHeaderLayout.HeaderChecksumOffset..]);

    /// <summary>The salt of an encoded header whose sum is right.</summary>
    public static ulong SaltOf(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt64LittleEndian(frame[LogFrameHeaderLayout.SaltOffset..]);

    /// <summary>The durable place of an encoded header whose sum is right.</summary>
    public static Lsn DurableOf(ReadOnlySpan<byte> frame) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(frame[LogFrameHeaderLayout.DurableLsnOffset..]));

    /// <summary>Whether magic and checksum are right: a search through many pages decodes only what passes this.</summary>
    /// <param name="bytes">At least a header.</param>
    public static bool HasRightSum(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Magic) && SumOf(bytes) == Crc32C.Compute(bytes[LogFrameHeaderLayout.PayloadSizeOffset..Size]);

    /// <summary>Reads and checks a header alone.</summary>
    /// <param name="bytes">At least a header; what follows is not looked at.</param>
    /// <param name="atOffset">Where it was read in its file.</param>
    /// <exception cref="ArchiveFormatException">Not a valid header.</exception>
    public static LogFrameHeader Decode(ReadOnlySpan<byte> bytes, long atOffset)
    {
        Place place = Place.Decoding(StructureName, atOffset);
        place.RequireSize(bytes.Length, Size);
        ReadOnlySpan<byte> header = bytes[..Size];
        place.Require(header.StartsWith(Magic), FormatError.BadMagic, "no frame starts here");
        place.Require(HasRightSum(header), FormatError.BadChecksum, "the frame header is damaged");
        uint payloadSize = BinaryPrimitives.ReadUInt32LittleEndian(header[LogFrameHeaderLayout.PayloadSizeOffset..]);
        place.RequireAtMost(payloadSize, LogLimits.FramePayloadSizeMax, "payload_size");
        uint recordCount = BinaryPrimitives.ReadUInt32LittleEndian(header[LogFrameHeaderLayout.RecordCountOffset..]);
        LogFrameHeader decoded = new()
        {
            PayloadSize = (int)payloadSize,
            PayloadSum = BinaryPrimitives.ReadUInt32LittleEndian(header[LogFrameHeaderLayout.PayloadSumOffset..]),
            Start = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(header[LogFrameHeaderLayout.StartLsnOffset..])),
            Durable = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(header[LogFrameHeaderLayout.DurableLsnOffset..])),
            TimelineId = TimelineId.Read(header[LogFrameHeaderLayout.TimelineIdOffset..]),
            Salt = BinaryPrimitives.ReadUInt64LittleEndian(header[LogFrameHeaderLayout.SaltOffset..]),
            TimeMax = BinaryPrimitives.ReadInt64LittleEndian(header[LogFrameHeaderLayout.TimeMaxOffset..]),
            XidMax = new Xid(BinaryPrimitives.ReadUInt64LittleEndian(header[LogFrameHeaderLayout.XidMaxOffset..])),
            Epoch = BinaryPrimitives.ReadUInt32LittleEndian(header[LogFrameHeaderLayout.EpochOffset..]),
            PreviousSum = BinaryPrimitives.ReadUInt32LittleEndian(header[LogFrameHeaderLayout.PreviousSumOffset..]),
            Page = BinaryPrimitives.ReadUInt32LittleEndian(header[LogFrameHeaderLayout.PageOffset..]),

            // What does not fit into an int is refused below like all that no frame has room for.
            RecordCount = (int)Math.Min(recordCount, int.MaxValue),
        };
        decoded.Validate(place);
        place.RequireReserved(header.Slice(LogFrameHeaderLayout.ReservedOffset, LogFrameHeaderLayout.ReservedSize), "reserved");
        return decoded;
    }

    /// <summary>Whether the frame belongs to this use of a segment and to this place in it, and ends where frames must end.</summary>
    public bool IsOf(LogSegmentHeader segment, long offset) =>
        IsOfUse(segment) && Offset == offset && Offset + TotalSize <= segment.FramesEnd;

    /// <summary>
    /// Refuses a frame of another use of a segment, or of another place in it, with <c>bad-identity</c>, and one that goes beyond the place
    /// where frames must end with <c>truncated</c>.
    /// </summary>
    /// <param name="segment">The segment that it was found in.</param>
    /// <param name="offset">Where in the file.</param>
    /// <exception cref="ArchiveFormatException">Such a frame.</exception>
    public void ExpectIn(LogSegmentHeader segment, long offset)
    {
        Place place = Place.Decoding(StructureName, offset);
        place.Require(IsOfUse(segment), FormatError.BadIdentity, "the frame is of another use of the file, or of another file");
        place.Require(Offset == offset, FormatError.BadIdentity, "the frame belongs to another place in the file");
        place.Require(Offset + TotalSize <= segment.FramesEnd, FormatError.Truncated, "the frame goes beyond where frames end");
    }

    /// <summary>Refuses a frame that does not go on from the one before it with <c>bad-reference</c>.</summary>
    /// <param name="end">Where the records before it end.</param>
    /// <param name="sum">The sum of the frame before it; see <see cref="SumOf"/>.</param>
    /// <exception cref="ArchiveFormatException">It does not.</exception>
    public void ExpectAfter(Lsn end, uint sum)
    {
        Place place = Place.Decoding(StructureName, Offset);
        place.Require(Start == end, FormatError.BadReference, "start_lsn is not where the records before it end");
        place.Require(PreviousSum == sum, FormatError.BadReference, "previous_sum is not the sum of the frame before it");
    }

    /// <summary>Refuses a frame whose records or padding are not what its header says.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <exception cref="ArchiveFormatException">They are not.</exception>
    public void CheckPayload(ReadOnlySpan<byte> frame)
    {
        Place place = Place.Decoding(StructureName, Offset);
        place.RequireSize(frame.Length, TotalSize);
        uint sum = Crc32C.Compute(frame.Slice(Size, PayloadSize));
        place.Require(sum == PayloadSum, FormatError.BadChecksum, "the records of the frame are damaged");
        place.RequireReserved(frame[(Size + PayloadSize)..TotalSize], "padding");
    }

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Its first 96 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> header = destination[..Size];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[LogFrameHeaderLayout.PayloadSizeOffset..], PayloadSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogFrameHeaderLayout.PayloadSumOffset..], PayloadSum);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogFrameHeaderLayout.StartLsnOffset..], Start.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogFrameHeaderLayout.DurableLsnOffset..], Durable.Value);
        TimelineId.Write(header[LogFrameHeaderLayout.TimelineIdOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogFrameHeaderLayout.SaltOffset..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(header[LogFrameHeaderLayout.TimeMaxOffset..], TimeMax);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogFrameHeaderLayout.XidMaxOffset..], XidMax.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogFrameHeaderLayout.EpochOffset..], Epoch);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogFrameHeaderLayout.PreviousSumOffset..], PreviousSum);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogFrameHeaderLayout.PageOffset..], Page);
        BinaryPrimitives.WriteInt32LittleEndian(header[LogFrameHeaderLayout.RecordCountOffset..], RecordCount);
        uint sum = Crc32C.Compute(header[LogFrameHeaderLayout.PayloadSizeOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogFrameHeaderLayout.HeaderChecksumOffset..], sum);
    }

    private void Validate(Place place)
    {
        place.RequireAtMost(PayloadSize, LogLimits.FramePayloadSizeMax, "payload_size");
        place.Require(Start.Value <= ulong.MaxValue - (uint)PayloadSize, FormatError.BadValue, "start_lsn is too high");
        place.Require(Durable <= Start, FormatError.BadValue, "durable_lsn is after start_lsn");
        place.Require(!TimelineId.IsZero, FormatError.BadValue, "timeline_id is zero");
        place.Require(XidMax.Value <= long.MaxValue, FormatError.BadValue, "xid_max is out of range");
        place.RequireRange(Epoch, 1, uint.MaxValue, "epoch");
        place.RequireRange(Page, 1, LogLimits.EndPageMax - 1, "page");
        place.RequireRange(RecordCount, PayloadSize == 0 ? 0 : 1, int.MaxValue, "record_count");
        place.Require(
            RecordCount <= PayloadSize / LogRecordHeader.Size, FormatError.Truncated, "record_count is more than the payload has room for");
    }

    private bool IsOfUse(LogSegmentHeader segment) =>
        Salt == segment.Salt && TimelineId == segment.TimelineId && Epoch == segment.Epoch;
}
