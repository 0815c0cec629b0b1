using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using F = GeodeArchive.Format.LogFrameHeaderLayout;
using S = GeodeArchive.Format.LogSegmentHeaderLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>Every check of records, segments and frames of a log: one field is wrong, its checksum right.</summary>
public sealed class LogFailureTests
{
    private const long Offset = 3 * 4096;

    private static readonly LogSegmentHeader Segment = SampleLogs.SegmentHeader;

    private static readonly LogFrameHeader FrameHeader = new()
    {
        PayloadSize = 40,
        PayloadSum = 0,
        Start = new Lsn(1000),
        Durable = new Lsn(900),
        TimelineId = Segment.TimelineId,
        Salt = Segment.Salt,
        TimeMax = 70,
        XidMax = new Xid(12),
        Epoch = Segment.Epoch,
        PreviousSum = 5,
        Page = 3,
        RecordCount = 2,
    };

    private static readonly SampleLogRecord[] Records = [SampleLogRecord.Redo(64, 1, 2, 3, 4, 5, 6, 7, 8), SampleLogRecord.Commit(12, 70)];

    private static readonly IReadOnlyList<FailureCase> Cases =
    [
        .. RecordCases(), .. SegmentCases(), .. FrameCases(), .. PayloadCases(), .. FrameRecordCases(), .. Expectations(),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    [Fact]
    public void The_samples_are_valid()
    {
        Assert.Equal(Segment, LogSegmentHeader.Decode(LogCases.EncodeSegmentHeader(Segment)));
        Assert.Equal(FrameHeader, LogFrameHeader.Decode(LogCases.EncodeFrameHeader(FrameHeader), Offset));
        ReadRecords(FrameHeader, Records);
        FrameHeader.ExpectIn(Segment, Offset);
        FrameHeader.ExpectAfter(new Lsn(1000), 5);
        Assert.True(FrameHeader.IsOf(Segment, Offset));
        Segment.ExpectSize(Segment.SegmentSize);
        Segment.ExpectNumber(7);
    }

    [Fact]
    public void A_frame_is_of_its_use_and_place_only()
    {
        Assert.False(FrameHeader.IsOf(Segment, Offset + 4096));
        Assert.False(FrameHeader.IsOf(Segment with { Salt = 1 }, Offset));
        Assert.False(FrameHeader.IsOf(Segment with { Epoch = 1 }, Offset));
        Assert.False(FrameHeader.IsOf(Segment with { TimelineId = SampleLogs.FirstTimeline.TimelineId }, Offset));
        uint last = (uint)(Segment.FramesEnd / 4096) - 1;
        Assert.True((FrameHeader with { Page = last }).IsOf(Segment, last * 4096));
        Assert.False((FrameHeader with { Page = last, PayloadSize = 4001 }).IsOf(Segment, last * 4096));
    }

    [Fact]
    public void The_largest_record_fits_into_the_smallest_segment()
    {
        LogSegmentHeader smallest = Segment with { SegmentSize = LogLimits.SegmentSizeMin };
        int size = LogLimits.ToPages(LogFrameHeader.Size + LogRecordHeader.Size + LogLimits.RecordBodySizeMax);
        Assert.InRange(size, 1, smallest.FramesEnd - LogSegmentHeader.Size);
    }

    private static IEnumerable<FailureCase> RecordCases()
    {
        byte[] record = Records[0].Encode();
        yield return RecordOf("record: short", FormatError.Truncated, record[..7]);
        yield return RecordOf("record: body beyond 1 MiB", FormatError.TooLarge, Patched(record, 0, U32((1 << 20) + 1)));
        yield return RecordOf("record: body beyond 2 GiB", FormatError.TooLarge, Patched(record, 0, U32(uint.MaxValue)));
        yield return RecordOf("record: body beyond the payload", FormatError.Truncated, Patched(record, 0, 9));
        yield return RecordOf("record: largest body, not there", FormatError.Truncated, Patched(record, 0, U32(1 << 20)));
        foreach (int type in (int[])[0, 3, 63, 128, 255])
        {
            yield return RecordOf($"record: type {type}", FormatError.BadValue, Patched(record, LogRecordHeaderLayout.TypeOffset, (byte)type));
        }

        yield return RecordOf("record: reserved", FormatError.ReservedNotZero, Patched(record, LogRecordHeaderLayout.ReservedOffset + 2, 1));
        byte[] commit = LogCases.EncodeCommit(new LogCommit(new Xid(1), 2));
        yield return Commit("commit: short", FormatError.Truncated, commit[..15]);
        yield return Commit("commit: xid 0", FormatError.BadValue, Patched(commit, LogCommitLayout.XidOffset, 0));
        yield return Commit("commit: xid beyond 2^63", FormatError.BadValue, Patched(commit, LogCommitLayout.XidOffset + 7, 0x80));
        byte[] restart = LogCases.EncodeRestart(new LogRestart(1, new Lsn(2)));
        yield return new FailureCase(
            "restart: short", FormatError.Truncated, "restart record", Offset, () => LogRestart.Decode(restart[..15], Offset));
        yield return new FailureCase(
            "restart: long", FormatError.TrailingBytes, "restart record", Offset, () => LogRestart.Decode([.. restart, 0], Offset));
    }

    private static IEnumerable<FailureCase> SegmentCases()
    {
        byte[] valid = LogCases.EncodeSegmentHeader(Segment);
        yield return SegmentOf("segment: short", FormatError.Truncated, valid[..^1]);
        yield return SegmentOf("segment: magic of a file of an archive", FormatError.BadMagic, Patched(valid, 3, (byte)'O'));
        yield return SegmentOf("segment: checksum", FormatError.BadChecksum, Patched(valid, S.SaltOffset, 0));
        yield return SegmentField("segment: major version", FormatError.BadVersion, S.VersionMajorOffset, 1);
        yield return SegmentField("segment: incompatible feature", FormatError.BadFeature, S.FeaturesIncompatibleOffset + 7, 0x80);
        yield return SegmentField("segment: database id", FormatError.BadValue, S.DatabaseIdOffset, new byte[16]);
        yield return SegmentField("segment: timeline id", FormatError.BadValue, S.TimelineIdOffset, new byte[16]);
        yield return SegmentField("segment: epoch", FormatError.BadValue, S.EpochOffset, U32(0));
        yield return SegmentField("segment: number 0", FormatError.BadValue, S.SegmentNumberOffset, 0);
        yield return SegmentField("segment: number beyond 2^63", FormatError.BadValue, S.SegmentNumberOffset + 7, 0x80);
        yield return SegmentField("segment: size 0", FormatError.BadValue, S.SegmentSizeOffset, U64(0));
        yield return SegmentField("segment: size below 2 MiB", FormatError.BadValue, S.SegmentSizeOffset, U64(1 << 20));
        yield return SegmentField("segment: size no multiple of 1 MiB", FormatError.BadValue, S.SegmentSizeOffset, U64((3 << 20) - 4096));
        yield return SegmentField("segment: size beyond 1 GiB", FormatError.TooLarge, S.SegmentSizeOffset, U64((1 << 30) + (1 << 20)));
        yield return SegmentField("segment: size beyond 2^63", FormatError.BadValue, S.SegmentSizeOffset + 7, 0x80);
        yield return SegmentField("segment: xid_max beyond 2^63", FormatError.BadValue, S.XidMaxOffset + 7, 0x80);
        yield return SegmentField("segment: first reserved", FormatError.ReservedNotZero, S.Reserved1Offset, 1);
        yield return SegmentField("segment: last reserved", FormatError.ReservedNotZero, S.HeaderChecksumOffset - 1, 1);
    }

    private static IEnumerable<FailureCase> FrameCases()
    {
        byte[] valid = LogCases.EncodeFrameHeader(FrameHeader);
        yield return FrameOf("frame: short", FormatError.Truncated, valid[..^1]);
        yield return FrameOf("frame: magic", FormatError.BadMagic, Patched(valid, 3, (byte)'X'));
        yield return FrameOf("frame: zeros", FormatError.BadMagic, new byte[96]);
        yield return FrameOf("frame: checksum", FormatError.BadChecksum, Patched(valid, F.PageOffset, 9));
        yield return FrameField("frame: payload beyond 8 MiB", FormatError.TooLarge, F.PayloadSizeOffset, U32((8 << 20) - 95));
        yield return FrameField("frame: payload beyond 2 GiB", FormatError.TooLarge, F.PayloadSizeOffset, U32(uint.MaxValue));
        yield return FrameField("frame: payload smaller than its records", FormatError.Truncated, F.PayloadSizeOffset, 15);
        yield return FrameField("frame: payload of 7 bytes", FormatError.Truncated, F.PayloadSizeOffset, 7);
        yield return FrameField("frame: start beyond 2^64", FormatError.BadValue, F.StartLsnOffset, U64(ulong.MaxValue - 39));
        yield return FrameField("frame: last start", FormatError.BadValue, F.StartLsnOffset, U64(ulong.MaxValue));
        yield return FrameField("frame: durable after its start", FormatError.BadValue, F.DurableLsnOffset, U64(1001));
        yield return FrameField("frame: last durable", FormatError.BadValue, F.DurableLsnOffset, U64(ulong.MaxValue));
        yield return FrameField("frame: timeline id", FormatError.BadValue, F.TimelineIdOffset, new byte[16]);
        yield return FrameField("frame: xid_max beyond 2^63", FormatError.BadValue, F.XidMaxOffset + 7, 0x80);
        yield return FrameField("frame: epoch", FormatError.BadValue, F.EpochOffset, U32(0));
        yield return FrameField("frame: page 0", FormatError.BadValue, F.PageOffset, U32(0));
        yield return FrameField("frame: page of the largest footer", FormatError.BadValue, F.PageOffset, U32(262128));
        yield return FrameField("frame: last page", FormatError.BadValue, F.PageOffset, U32(uint.MaxValue));
        yield return FrameField("frame: no records in a payload", FormatError.BadValue, F.RecordCountOffset, 0);
        yield return FrameField("frame: more records than room", FormatError.Truncated, F.RecordCountOffset, 6);
        yield return FrameField("frame: records beyond 2^31", FormatError.Truncated, F.RecordCountOffset, U32(uint.MaxValue));
        yield return FrameField("frame: records of an empty one", FormatError.Truncated, F.PayloadSizeOffset, U32(0));
        yield return FrameField("frame: reserved", FormatError.ReservedNotZero, F.ReservedOffset + 7, 1);
    }

    private static IEnumerable<FailureCase> PayloadCases()
    {
        byte[] frame = SampleLogWriter.EncodeFrame(FrameHeader, [.. Records.SelectMany(record => record.Encode())]);
        LogFrameHeader header = LogFrameHeader.Decode(frame, Offset);
        yield return Frame("payload: short", FormatError.Truncated, () => header.CheckPayload(frame.AsSpan()[..^1]));
        yield return Frame("payload: sum", FormatError.BadChecksum, () => header.CheckPayload(Patched(frame, 100, 0xEE)));
        yield return Frame("payload: first byte of padding", FormatError.ReservedNotZero, () => header.CheckPayload(Patched(frame, 136, 1)));
        yield return Frame("payload: last byte of padding", FormatError.ReservedNotZero, () => header.CheckPayload(Patched(frame, 4095, 1)));
    }

    private static IEnumerable<FailureCase> FrameRecordCases()
    {
        SampleLogRecord commit = SampleLogRecord.Commit(11, 60);
        yield return Frame(
            "records: fewer than record_count", FormatError.BadReference, () => ReadRecords(FrameHeader with { RecordCount = 3 }, Records));
        yield return Frame(
            "records: more than record_count", FormatError.BadReference, () => ReadRecords(FrameHeader with { RecordCount = 1 }, Records));
        yield return Frame(
            "records: lower xid_max", FormatError.BadReference, () => ReadRecords(FrameHeader with { XidMax = new Xid(11) }, Records));
        yield return Frame(
            "records: higher xid_max", FormatError.BadReference, () => ReadRecords(FrameHeader with { XidMax = new Xid(13) }, Records));
        yield return Frame("records: lower time_max", FormatError.BadReference, () => ReadRecords(FrameHeader with { TimeMax = 69 }, Records));
        yield return Frame("records: higher time_max", FormatError.BadReference, () => ReadRecords(FrameHeader with { TimeMax = 71 }, Records));
        yield return Record(
            "records: xid of the commit before", FormatError.BadOrder, "commit record", () => ReadRecords(FrameHeader, Records[1], Records[1]));
        yield return Record(
            "records: lower xid than before", FormatError.BadOrder, "commit record", () => ReadRecords(FrameHeader, Records[1], commit));
        yield return Record(
            "records: xid of before the frame",
            FormatError.BadOrder,
            "commit record",
            () => ReadRecords(FrameHeader, Records[0], SampleLogRecord.Commit(10, 70)));
        yield return Record(
            "records: commit that is short",
            FormatError.Truncated,
            "commit record",
            () => ReadRecords(FrameHeader, Records[0], new SampleLogRecord(LogRecordType.Commit, new byte[15])));
        yield return Record(
            "records: restart that is long",
            FormatError.TrailingBytes,
            "restart record",
            () => ReadRecords(FrameHeader, Records[0], new SampleLogRecord(LogRecordType.Restart, new byte[17])));
    }

    private static IEnumerable<FailureCase> Expectations()
    {
        yield return SegmentExpectation("expected size: cut file", FormatError.Truncated, () => Segment.ExpectSize(Segment.SegmentSize - 1));
        yield return SegmentExpectation("expected size: grown file", FormatError.TrailingBytes, () => Segment.ExpectSize(Segment.SegmentSize + 1));
        yield return SegmentExpectation("expected number", FormatError.BadIdentity, () => Segment.ExpectNumber(8));
        yield return Frame("expected salt", FormatError.BadIdentity, () => FrameHeader.ExpectIn(Segment with { Salt = 0 }, Offset));
        yield return Frame("expected epoch", FormatError.BadIdentity, () => FrameHeader.ExpectIn(Segment with { Epoch = 3 }, Offset));
        yield return Frame(
            "expected timeline",
            FormatError.BadIdentity,
            () => FrameHeader.ExpectIn(Segment with { TimelineId = SampleLogs.FirstTimeline.TimelineId }, Offset));
        yield return Frame("expected page", FormatError.BadIdentity, () => (FrameHeader with { Page = 4 }).ExpectIn(Segment, Offset));
        uint last = (uint)(Segment.FramesEnd / 4096) - 1;
        yield return new FailureCase(
            "expected end",
            FormatError.Truncated,
            "log frame",
            last * 4096,
            () => (FrameHeader with { Page = last, PayloadSize = 4001 }).ExpectIn(Segment, last * 4096));
        yield return new FailureCase(
            "expected end of the largest",
            FormatError.Truncated,
            "log frame",
            last * 4096,
            () => (FrameHeader with { Page = last, PayloadSize = LogLimits.FramePayloadSizeMax }).ExpectIn(Segment, last * 4096));
        yield return Frame("expected start: gap", FormatError.BadReference, () => FrameHeader.ExpectAfter(new Lsn(999), 5));
        yield return Frame("expected start: overlap", FormatError.BadReference, () => FrameHeader.ExpectAfter(new Lsn(1001), 5));
        yield return Frame("expected sum", FormatError.BadReference, () => FrameHeader.ExpectAfter(new Lsn(1000), 6));
    }

    private static void ReadRecords(LogFrameHeader header, params SampleLogRecord[] records)
    {
        byte[] frame = SampleLogWriter.EncodeFrame(header, [.. records.SelectMany(record => record.Encode())]);
        LogFrameHeader decoded = LogFrameHeader.Decode(frame, Offset);
        decoded.CheckPayload(frame);
        LogRecordReader reader = new(decoded, frame, new Xid(10), 50);
        while (reader.TryRead(out _, out _))
        {
            // The checks are all that is wanted.
        }
    }

    private static FailureCase RecordOf(string name, FormatError error, byte[] bytes) =>
        Record(name, error, "log record", () => LogRecordHeader.Decode(bytes, Offset));

    private static FailureCase Commit(string name, FormatError error, byte[] bytes) =>
        Record(name, error, "commit record", () => LogCommit.Decode(bytes, Offset));

    private static FailureCase Record(string name, FormatError error, string structure, Action decode) => new(name, error, structure, Offset, decode);

    private static FailureCase SegmentField(string name, FormatError error, int offset, params byte[] patch)
    {
        byte[] bytes = Patched(LogCases.EncodeSegmentHeader(Segment), offset, patch);
        LogCases.FixSegmentHeader(bytes);
        return SegmentOf(name, error, bytes);
    }

    private static FailureCase SegmentOf(string name, FormatError error, byte[] bytes) =>
        SegmentExpectation(name, error, () => LogSegmentHeader.Decode(bytes));

    private static FailureCase SegmentExpectation(string name, FormatError error, Action decode) => new(name, error, "log segment header", 0, decode);

    private static FailureCase FrameField(string name, FormatError error, int offset, params byte[] patch)
    {
        byte[] bytes = Patched(LogCases.EncodeFrameHeader(FrameHeader), offset, patch);
        LogCases.FixFrameHeader(bytes);
        return FrameOf(name, error, bytes);
    }

    private static FailureCase FrameOf(string name, FormatError error, byte[] bytes) => Frame(name, error, () => LogFrameHeader.Decode(bytes, Offset));

    private static FailureCase Frame(string name, FormatError error, Action decode) => new(name, error, "log frame", Offset, decode);

    private static byte[] Patched(byte[] bytes, int offset, params byte[] patch)
    {
        byte[] patched = [.. bytes];
        patch.CopyTo(patched, offset);
        return patched;
    }

    private static byte[] U32(long value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }

    private static byte[] U64(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
