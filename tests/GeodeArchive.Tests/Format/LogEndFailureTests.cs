using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using G = GeodeArchive.Format.LogGranuleLayout;
using H = GeodeArchive.Format.LogFooterHeaderLayout;
using T = GeodeArchive.Format.LogTimelineLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>Every check of timelines and footers of a log: one field is wrong, its checksum right.</summary>
public sealed class LogEndFailureTests
{
    private const long Offset = 2031616;

    private static readonly LogSegmentHeader Segment = SampleLogs.SegmentHeader;

    private static readonly LogFooter Footer = SampleLogs.Write().MakeFooter();

    private static readonly IReadOnlyList<FailureCase> Cases = [.. TimelineCases(), .. FooterCases(), .. GranuleCases(), .. Expectations()];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    [Fact]
    public void The_samples_are_valid()
    {
        Assert.Equal(SampleLogs.FirstTimeline, LogTimeline.Decode(SampleLogs.Encode(SampleLogs.FirstTimeline)));
        Assert.Equal(SampleLogs.SecondTimeline, LogTimeline.Decode(SampleLogs.Encode(SampleLogs.SecondTimeline)));
        SampleLogs.SecondTimeline.ExpectTimeline(Segment.TimelineId);
        Assert.Equal(Offset, Segment.FramesEnd);
        Assert.Equal(4, Footer.Granules.Length);
        Assert.Equal(Describe.Value(Footer), Describe.Value(LogFooter.Decode(SampleLogs.Encode(Footer), Offset)));
        Footer.ExpectIn(Segment);
        (Footer with { Granules = [], End = Segment.Start }).ExpectIn(Segment);
    }

    private static IEnumerable<FailureCase> TimelineCases()
    {
        byte[] valid = SampleLogs.Encode(SampleLogs.SecondTimeline);
        yield return TimelineOf("timeline: short", FormatError.Truncated, valid[..^1]);
        yield return TimelineOf("timeline: long", FormatError.TrailingBytes, [.. valid, 0]);
        yield return TimelineOf("timeline: magic of a segment", FormatError.BadMagic, Patched(valid, 3, (byte)'L'));
        yield return TimelineOf("timeline: checksum", FormatError.BadChecksum, Patched(valid, T.CreatedOffset, 1));
        yield return TimelineField("timeline: major version", FormatError.BadVersion, T.VersionMajorOffset, 1);
        yield return TimelineField("timeline: incompatible feature", FormatError.BadFeature, T.FeaturesIncompatibleOffset, 1);
        yield return TimelineField("timeline: database id", FormatError.BadValue, T.DatabaseIdOffset, new byte[16]);
        yield return TimelineField("timeline: id", FormatError.BadValue, T.TimelineIdOffset, new byte[16]);
        yield return TimelineField("timeline: epoch", FormatError.BadValue, T.EpochOffset, 0);
        byte[] self = new byte[16];
        SampleLogs.SecondTimeline.TimelineId.Write(self);
        yield return TimelineField("timeline: its own parent", FormatError.BadValue, T.ParentIdOffset, self);
        yield return TimelineField("timeline: fork without a parent", FormatError.BadValue, T.ParentIdOffset, new byte[16]);
        yield return TimelineField("timeline: first reserved", FormatError.ReservedNotZero, T.Reserved1Offset + 3, 1);
        yield return TimelineField("timeline: second reserved", FormatError.ReservedNotZero, T.Reserved2Offset, 1);
        yield return TimelineField("timeline: last reserved", FormatError.ReservedNotZero, T.TimelineChecksumOffset - 1, 1);
        yield return new FailureCase(
            "timeline: under another's name",
            FormatError.BadIdentity,
            "timeline",
            0,
            () => SampleLogs.SecondTimeline.ExpectTimeline(SampleLogs.FirstTimeline.TimelineId));
    }

    private static IEnumerable<FailureCase> FooterCases()
    {
        byte[] valid = SampleLogs.Encode(Footer);
        yield return FooterOf("footer: short", FormatError.Truncated, valid[..63]);
        yield return FooterOf("footer: without its last granule", FormatError.Truncated, valid[..^1]);
        yield return FooterOf("footer: magic", FormatError.BadMagic, Patched(valid, 2, (byte)'R'));
        yield return FooterOf("footer: checksum", FormatError.BadChecksum, Patched(valid, valid.Length - 1, 9));
        yield return FooterField("footer: 1365 granules", FormatError.TooLarge, H.GranuleCountOffset, U32(1365));
        yield return FooterField("footer: granules beyond 2^31", FormatError.TooLarge, H.GranuleCountOffset, U32(uint.MaxValue));
        yield return FooterField("footer: 1364 granules, not there", FormatError.Truncated, H.GranuleCountOffset, U32(1364));
        yield return FooterField("footer: end_page 0", FormatError.BadValue, H.EndPageOffset, U32(0));
        yield return FooterField("footer: end_page beyond the largest segment", FormatError.BadValue, H.EndPageOffset, U32(262129));
        yield return FooterField("footer: last end_page", FormatError.BadValue, H.EndPageOffset, U32(uint.MaxValue));
        yield return FooterField("footer: end_lsn at a granule", FormatError.BadValue, H.EndLsnOffset, U64(Footer.Granules[^1].Start.Value));
        yield return FooterField("footer: end_lsn 0", FormatError.BadValue, H.EndLsnOffset, U64(0));
        yield return FooterField("footer: reserved", FormatError.ReservedNotZero, H.ReservedOffset + 31, 1);
    }

    private static IEnumerable<FailureCase> GranuleCases()
    {
        int second = LogFooter.HeaderSize + LogGranule.Size;
        yield return FooterField("granule: at the one before", FormatError.BadOrder, second + G.StartLsnOffset, U64(Segment.Start.Value));
        yield return FooterField("granule: before the one before", FormatError.BadOrder, second + G.StartLsnOffset, U64(0));
        yield return FooterField("granule: xid_first beyond xid_last", FormatError.BadValue, LogFooter.HeaderSize + G.XidFirstOffset, 44);
        yield return FooterField("granule: xid_last without xid_first", FormatError.BadValue, second + G.XidLastOffset, 1);
        yield return FooterField("granule: xid_first 0", FormatError.BadValue, LogFooter.HeaderSize + G.XidFirstOffset, 0);
        yield return FooterField("granule: time_first without commits", FormatError.BadValue, second + G.TimeFirstOffset, 0);
        yield return FooterField("granule: time_last without commits", FormatError.BadValue, second + G.TimeLastOffset, 1);
        yield return FooterField(
            "granule: time_first after time_last", FormatError.BadValue, LogFooter.HeaderSize + G.TimeFirstOffset, U64(SampleLogs.Time + 4));
    }

    private static IEnumerable<FailureCase> Expectations()
    {
        yield return Expectation("expected salt of a footer", FormatError.BadIdentity, Footer with { Salt = 1 });
        yield return Expectation("expected end_page", FormatError.BadReference, Footer with { EndPage = 497 });
        yield return Expectation("expected first granule", FormatError.BadReference, Footer with { Granules = Footer.Granules[1..] });
        yield return Expectation("expected granules", FormatError.BadReference, Footer with { Granules = [] });
        yield return Expectation(
            "expected end_lsn", FormatError.BadReference, Footer with { Granules = [], End = new Lsn(Segment.Start.Value - 1) });
    }

    private static FailureCase Expectation(string name, FormatError error, LogFooter footer) =>
        new(name, error, "log footer", Offset, () => footer.ExpectIn(Segment));

    private static FailureCase TimelineField(string name, FormatError error, int offset, params byte[] patch)
    {
        byte[] bytes = Patched(SampleLogs.Encode(SampleLogs.SecondTimeline), offset, patch);
        LogCases.FixTimeline(bytes);
        return TimelineOf(name, error, bytes);
    }

    private static FailureCase TimelineOf(string name, FormatError error, byte[] bytes) =>
        new(name, error, "timeline", 0, () => LogTimeline.Decode(bytes));

    private static FailureCase FooterField(string name, FormatError error, int offset, params byte[] patch)
    {
        byte[] bytes = Patched(SampleLogs.Encode(Footer), offset, patch);
        LogCases.FixFooter(bytes);
        return FooterOf(name, error, bytes);
    }

    private static FailureCase FooterOf(string name, FormatError error, byte[] bytes) =>
        new(name, error, "log footer", Offset, () => LogFooter.Decode(bytes, Offset));

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
