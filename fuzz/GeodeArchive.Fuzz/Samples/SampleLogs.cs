using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>A segment of a log with all that can be in one, and the timelines of its database.</summary>
public static class SampleLogs
{
    /// <summary>2026-01-25 02:00:00 UTC.</summary>
    public const long Time = 1_769_306_400_000_000_000;

    /// <summary>A segment in the middle of a log.</summary>
    public static LogSegmentHeader SegmentHeader { get; } = new()
    {
        DatabaseId = new DatabaseId(new Id128(0x11, 0x22)),
        TimelineId = new TimelineId(new Id128(0x33, 0x44)),
        Epoch = 2,
        PreviousSum = 0x1234_5678,
        Number = 7,
        Start = new Lsn(0x1_0000_0100),
        Salt = 0xFEDC_BA98_7654_3210,
        SegmentSize = LogLimits.SegmentSizeMin,
        TimeMax = Time - 5,
        XidMax = new Xid(41),
        Created = Time,
    };

    /// <summary>The first timeline of the database.</summary>
    public static LogTimeline FirstTimeline { get; } = new()
    {
        Epoch = 1,
        DatabaseId = SegmentHeader.DatabaseId,
        TimelineId = new TimelineId(new Id128(0x33, 0x43)),
        ParentId = default,
        Fork = Lsn.Zero,
        Created = Time,
    };

    /// <summary>The timeline of <see cref="SegmentHeader"/>.</summary>
    public static LogTimeline SecondTimeline { get; } = FirstTimeline with
    {
        Epoch = 2,
        TimelineId = SegmentHeader.TimelineId,
        ParentId = FirstTimeline.TimelineId,
        Fork = new Lsn(0x1_0000_0000),
    };

    /// <summary>
    /// Five frames: two transactions and the start of a third, nothing, a record of two pages, a recovery, and a commit whose time went
    /// back.
    /// </summary>
    public static SampleLogWriter Write()
    {
        var log = new SampleLogWriter(SegmentHeader);
        log.Append(
            SampleLogRecord.Redo(64, [.. "put a"u8]),
            SampleLogRecord.Redo(65, [.. "put b"u8]),
            SampleLogRecord.Commit(42, Time + 1, 0xAB),
            SampleLogRecord.Redo(127),
            SampleLogRecord.Commit(43, Time + 3),
            SampleLogRecord.Redo(64, [.. "put c"u8]));
        log.Append();
        log.Append(SampleLogRecord.Redo(66, [.. Enumerable.Range(0, 4500).Select(value => (byte)(value % 251))]));
        log.Append(SampleLogRecord.Restart(Time + 4, log.End));
        log.Append(SampleLogRecord.Redo(64, [.. "put d"u8]), SampleLogRecord.Commit(50, Time + 2));
        return log;
    }

    /// <summary>A timeline's file.</summary>
    public static byte[] Encode(LogTimeline timeline)
    {
        var bytes = new byte[LogTimeline.Size];
        timeline.Encode(bytes);
        return bytes;
    }

    /// <summary>A footer by itself.</summary>
    public static byte[] Encode(LogFooter footer)
    {
        var bytes = new byte[footer.Size];
        footer.Encode(bytes);
        return bytes;
    }
}
