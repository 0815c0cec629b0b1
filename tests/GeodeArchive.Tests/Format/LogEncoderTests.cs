using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Tests.Format;

/// <summary>What a reader of a log would refuse, a writer refuses before it writes.</summary>
public sealed class LogEncoderTests
{
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
        Epoch = 1,
        PreviousSum = 5,
        Page = 3,
        RecordCount = 2,
    };

    private static readonly LogFooter Footer = SampleLogs.Write().MakeFooter();

    private static readonly Dictionary<string, Action> Mistakes = new()
    {
        ["record: body beyond 1 MiB"] = () => new LogRecordHeader(LogRecordType.RedoFirst, (1 << 20) + 1).Encode(new byte[8]),
        ["record: negative body"] = () => new LogRecordHeader(LogRecordType.RedoFirst, -1).Encode(new byte[8]),
        ["record: type 0"] = () => new LogRecordHeader(0, 1).Encode(new byte[8]),
        ["record: type 3"] = () => new LogRecordHeader((LogRecordType)3, 1).Encode(new byte[8]),
        ["record: type 128"] = () => new LogRecordHeader((LogRecordType)128, 1).Encode(new byte[8]),
        ["record: no room"] = () => new LogRecordHeader(LogRecordType.Commit, 1).Encode(new byte[7]),
        ["commit: no xid"] = () => LogCases.EncodeCommit(new LogCommit(Xid.None, 1)),
        ["commit: xid beyond 2^63"] = () => LogCases.EncodeCommit(new LogCommit(new Xid(1UL << 63), 1)),
        ["commit: no room"] = () => new LogCommit(new Xid(1), 1).Encode(new byte[15]),
        ["restart: no room"] = () => new LogRestart(1, Lsn.Zero).Encode(new byte[15]),
        ["segment: database id"] = () => Encode(Segment with { DatabaseId = default }),
        ["segment: timeline id"] = () => Encode(Segment with { TimelineId = default }),
        ["segment: epoch"] = () => Encode(Segment with { Epoch = 0 }),
        ["segment: number"] = () => Encode(Segment with { Number = 0 }),
        ["segment: negative number"] = () => Encode(Segment with { Number = -1 }),
        ["segment: size too small for a record"] = () => Encode(Segment with { SegmentSize = 1 << 20 }),
        ["segment: size no multiple"] = () => Encode(Segment with { SegmentSize = (2 << 20) + 4096 }),
        ["segment: size beyond 1 GiB"] = () => Encode(Segment with { SegmentSize = (1 << 30) + (1 << 20) }),
        ["segment: negative size"] = () => Encode(Segment with { SegmentSize = -(2 << 20) }),
        ["segment: xid_max"] = () => Encode(Segment with { XidMax = new Xid(1UL << 63) }),
        ["segment: no room"] = () => Segment.Encode(new byte[LogSegmentHeader.Size - 1]),
        ["frame: payload beyond 8 MiB"] = () => Encode(FrameHeader with { PayloadSize = LogLimits.FramePayloadSizeMax + 1 }),
        ["frame: negative payload"] = () => Encode(FrameHeader with { PayloadSize = -1 }),
        ["frame: end beyond 2^64"] = () => Encode(FrameHeader with { Start = new Lsn(ulong.MaxValue - 39) }),
        ["frame: durable after start"] = () => Encode(FrameHeader with { Durable = new Lsn(1001) }),
        ["frame: timeline id"] = () => Encode(FrameHeader with { TimelineId = default }),
        ["frame: xid_max"] = () => Encode(FrameHeader with { XidMax = new Xid(1UL << 63) }),
        ["frame: epoch"] = () => Encode(FrameHeader with { Epoch = 0 }),
        ["frame: page 0"] = () => Encode(FrameHeader with { Page = 0 }),
        ["frame: page of the footer"] = () => Encode(FrameHeader with { Page = 262128 }),
        ["frame: no records"] = () => Encode(FrameHeader with { RecordCount = 0 }),
        ["frame: too many records"] = () => Encode(FrameHeader with { RecordCount = 6 }),
        ["frame: negative records"] = () => Encode(FrameHeader with { RecordCount = -1 }),
        ["frame: no room"] = () => FrameHeader.Encode(new byte[LogFrameHeader.Size - 1]),
        ["timeline: database id"] = () => SampleLogs.Encode(SampleLogs.FirstTimeline with { DatabaseId = default }),
        ["timeline: id"] = () => SampleLogs.Encode(SampleLogs.SecondTimeline with { TimelineId = default }),
        ["timeline: epoch"] = () => SampleLogs.Encode(SampleLogs.FirstTimeline with { Epoch = 0 }),
        ["timeline: its own parent"] = () => SampleLogs.Encode(SampleLogs.SecondTimeline with { ParentId = Segment.TimelineId }),
        ["timeline: fork without a parent"] = () => SampleLogs.Encode(SampleLogs.FirstTimeline with { Fork = new Lsn(1) }),
        ["timeline: no room"] = () => SampleLogs.FirstTimeline.Encode(new byte[LogTimeline.Size - 1]),
        ["footer: 1365 granules"] = () => SampleLogs.Encode(Footer with { End = new Lsn(ulong.MaxValue), Granules = Granules(1365) }),
        ["footer: default granules"] = () => (Footer with { Granules = default }).Encode(new byte[100]),
        ["footer: end_page 0"] = () => SampleLogs.Encode(Footer with { EndPage = 0 }),
        ["footer: end_page"] = () => SampleLogs.Encode(Footer with { EndPage = 262129 }),
        ["footer: end_lsn"] = () => SampleLogs.Encode(Footer with { End = Footer.Granules[^1].Start }),
        ["footer: order"] = () => SampleLogs.Encode(Footer with { Granules = [.. Footer.Granules.Reverse()] }),
        ["footer: no room"] = () => Footer.Encode(new byte[Footer.Size - 1]),
        ["granule: xid_last"] = () => SampleLogs.Encode(With(granule => granule with { XidLast = new Xid(1UL << 63) })),
        ["granule: xid_first"] = () => SampleLogs.Encode(With(granule => granule with { XidFirst = new Xid(99) })),
        ["granule: xid_first without xid_last"] = () => SampleLogs.Encode(With(granule => granule with { XidLast = Xid.None })),
        ["granule: times"] = () => SampleLogs.Encode(With(granule => granule with { TimeFirst = long.MaxValue })),
        ["granule: times without commits"] = () => SampleLogs.Encode(With(granule => granule with { XidFirst = Xid.None, XidLast = Xid.None })),
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mistake_is_refused_as_an_argument(string name) =>
        Assert.Matches("a reader would refuse it as [a-z-]+$|out of the range", Assert.ThrowsAny<ArgumentException>(Mistakes[name]).Message);

    [Fact]
    public void A_full_footer_fits_into_its_place()
    {
        LogFooter full = Footer with { End = new Lsn(ulong.MaxValue), Granules = Granules(LogLimits.GranuleCountMax) };
        byte[] area = new byte[LogLimits.FooterAreaSize];
        area.AsSpan().Fill(0xEE);
        full.Encode(area);
        Assert.Equal(Describe.Value(full), Describe.Value(LogFooter.Decode(area, 0)));
        Assert.InRange(full.Size, area.Length - LogGranule.Size + 1, area.Length);
    }

    [Fact]
    public void Sums_of_frames_are_found_without_decoding_them()
    {
        byte[] frame = SampleLogWriter.EncodeFrame(FrameHeader, [.. SampleLogRecord.Redo(64, new byte[32]).Encode()]);
        Assert.True(LogFrameHeader.HasRightSum(frame));
        Assert.Equal(BitConverter.ToUInt32(frame, LogFrameHeaderLayout.HeaderChecksumOffset), LogFrameHeader.SumOf(frame));
        frame[LogFrameHeaderLayout.SaltOffset] ^= 1;
        Assert.False(LogFrameHeader.HasRightSum(frame));
        Assert.False(LogFrameHeader.HasRightSum(new byte[4096]));
    }

    private static void Encode(LogSegmentHeader header) => LogCases.EncodeSegmentHeader(header);

    private static void Encode(LogFrameHeader header) => LogCases.EncodeFrameHeader(header);

    private static ImmutableArray<LogGranule> Granules(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Footer.Granules[0] with { Start = new Lsn((ulong)i) })];

    private static LogFooter With(Func<LogGranule, LogGranule> change) =>
        Footer with { Granules = Footer.Granules.SetItem(0, change(Footer.Granules[0])) };
}
