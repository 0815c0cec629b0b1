using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>The structures of a log.</summary>
internal static class LogTargets
{
    /// <summary>What an input for a whole segment starts with: the footer, filled up with zeros.</summary>
    public const int FooterSize = 512;

    public static IEnumerable<FuzzTarget> All =>
        [RecordHeader, Commit, Restart, SegmentHeader, FrameHeader, Frame, Timeline, Footer];

    private static FuzzTarget RecordHeader => new()
    {
        Name = "log-record",
        Covers = [$"{nameof(LogRecordHeader)}.{nameof(LogRecordHeader.Decode)}"],
        MakeSamples = () =>
            [SampleLogRecord.Redo(64).Encode(), SampleLogRecord.Redo(127, 1, 2, 3).Encode(), SampleLogRecord.Commit(1, 2).Encode()],
        Fields = StructureFields.LogRecordHeader,
        Run = input =>
        {
            var header = LogRecordHeader.Decode(input, 0);
            var encoded = new byte[LogRecordHeader.Size];
            header.Encode(encoded);
            RoundTrip.Demand(header.TotalSize <= input.Length, "a record beyond its input");
            return RoundTrip.Check(input.AsSpan(0, LogRecordHeader.Size), encoded);
        },
    };

    private static FuzzTarget Commit => new()
    {
        Name = "log-commit",
        Covers = [$"{nameof(LogCommit)}.{nameof(LogCommit.Decode)}"],
        MakeSamples = () => [SampleLogRecord.Commit(1, 2).Body, SampleLogRecord.Commit(long.MaxValue, -1, 7).Body],
        Fields = StructureFields.LogCommit,
        Run = input =>
        {
            var encoded = new byte[LogCommit.Size];
            LogCommit.Decode(input, 0).Encode(encoded);
            return RoundTrip.Check(input.AsSpan(0, LogCommit.Size), encoded);
        },
    };

    private static FuzzTarget Restart => new()
    {
        Name = "log-restart",
        Covers = [$"{nameof(LogRestart)}.{nameof(LogRestart.Decode)}"],
        MakeSamples = () => [SampleLogRecord.Restart(1, new Lsn(2)).Body],
        Fields = StructureFields.LogRestart,
        Run = input =>
        {
            var encoded = new byte[LogRestart.Size];
            LogRestart.Decode(input, 0).Encode(encoded);
            return RoundTrip.Check(input, encoded);
        },
    };

    private static FuzzTarget SegmentHeader => new()
    {
        Name = "log-segment-header",
        Covers = [$"{nameof(LogSegmentHeader)}.{nameof(LogSegmentHeader.Decode)}"],
        MakeSamples = () => [SampleLogs.Write().Bytes[..LogSegmentHeader.Size]],
        Fields = StructureFields.LogSegmentHeader,
        Repair = RepairOf(LogRepair.SegmentHeader),
        Run = input =>
        {
            var encoded = new byte[LogSegmentHeader.Size];
            LogSegmentHeader.Decode(input).Encode(encoded);
            return RoundTrip.Check(input.AsSpan(0, LogSegmentHeader.Size), encoded);
        },
    };

    private static FuzzTarget FrameHeader => new()
    {
        Name = "log-frame-header",
        Covers = [$"{nameof(LogFrameHeader)}.{nameof(LogFrameHeader.Decode)}"],
        MakeSamples = () => [.. Frames().Select(frame => frame[..LogFrameHeader.Size])],
        Fields = StructureFields.LogFrameHeader,
        Repair = RepairOf(LogRepair.FrameHeader),
        Run = input =>
        {
            var encoded = new byte[LogFrameHeader.Size];
            LogFrameHeader.Decode(input, 0).Encode(encoded);
            return RoundTrip.Check(input.AsSpan(0, LogFrameHeader.Size), encoded);
        },
    };

    /// <summary>A frame with its records; what comes before it is what suits the first of the samples.</summary>
    private static FuzzTarget Frame => new()
    {
        Name = "log-frame",
        MakeSamples = () => [Frames()[0]],
        Fields = [.. StructureFields.LogFrameHeader, .. StructureFields.LogRecordHeader.MovedBy(LogFrameHeader.Size)],
        Repair = RepairOf(bytes => LogRepair.Frame(bytes)),
        Run = input =>
        {
            var header = LogFrameHeader.Decode(input, 0);
            header.CheckPayload(input);
            var reader = new LogRecordReader(header, input, SampleLogs.SegmentHeader.XidMax, SampleLogs.SegmentHeader.TimeMax);
            var payload = new List<byte>();
            while (reader.TryRead(out var record, out var body))
            {
                payload.AddRange(new SampleLogRecord(record.Type, body.ToArray()).Encode());
            }

            RoundTrip.Demand(reader.End == header.End, "records were read that end elsewhere than the frame");
            return RoundTrip.Check(input.AsSpan(0, header.TotalSize), SampleLogWriter.EncodeFrame(header, [.. payload]));
        },
    };

    private static FuzzTarget Timeline => new()
    {
        Name = "timeline",
        Covers = [$"{nameof(LogTimeline)}.{nameof(LogTimeline.Decode)}"],
        MakeSamples = () => [SampleLogs.Encode(SampleLogs.FirstTimeline), SampleLogs.Encode(SampleLogs.SecondTimeline)],
        Fields = StructureFields.LogTimeline,
        Repair = RepairOf(LogRepair.Timeline),
        Run = input => RoundTrip.Check(input, SampleLogs.Encode(LogTimeline.Decode(input))),
    };

    private static FuzzTarget Footer => new()
    {
        Name = "log-footer",
        Covers = [$"{nameof(LogFooter)}.{nameof(LogFooter.Decode)}"],
        MakeSamples = () => [SampleLogs.Encode(SampleLogs.Write().MakeFooter()), SampleLogs.Encode(Empty.MakeFooter())],
        Fields = [.. StructureFields.LogFooterHeader, .. StructureFields.LogGranule.MovedBy(LogFooter.HeaderSize)],
        Repair = RepairOf(LogRepair.Footer),
        Run = input =>
        {
            var footer = LogFooter.Decode(input, 0);
            return RoundTrip.Check(input.AsSpan(0, footer.Size), SampleLogs.Encode(footer));
        },
    };

    private static SampleLogWriter Empty => new(SampleLogs.SegmentHeader);

    /// <summary>An input for a whole segment: its footer, then its frames.</summary>
    public static byte[] WithFooter(SampleLogWriter log)
    {
        var input = new byte[FooterSize];
        SampleLogs.Encode(log.MakeFooter()).CopyTo(input, 0);
        return [.. input, .. log.Bytes];
    }

    /// <summary>The file that an input stands for.</summary>
    public static byte[] ToFile(byte[] input)
    {
        var file = new byte[LogLimits.SegmentSizeMin];
        var footer = input.AsSpan(0, Math.Min(FooterSize, input.Length));
        footer.CopyTo(file.AsSpan(file.Length - LogLimits.FooterAreaSize));
        input.AsSpan(footer.Length).CopyTo(file);
        return file;
    }

    private static byte[][] Frames()
    {
        var bytes = SampleLogs.Write().Bytes;
        return [.. new[] { 1, 2, 3, 5, 6 }.Select(page => bytes[(page * LogLimits.PageSize)..])];
    }

    private static Func<byte[], SeededRandom, byte[]> RepairOf(SpanRepair repair) => (input, _) =>
    {
        repair(input);
        return input;
    };

    private delegate void SpanRepair(Span<byte> bytes);
}
