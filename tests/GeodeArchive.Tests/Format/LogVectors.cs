using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Tests.Format;

/// <summary>The vectors of the log. What a segment does not have is zero.</summary>
internal static class LogVectors
{
    private static readonly LogSegmentHeader Segment = SampleLogs.SegmentHeader;

    private static readonly VectorQuestion AskSegment =
        new("wal") { Number = new ManifestNumber((ulong)Segment.Number), Size = Segment.SegmentSize };

    private static readonly VectorQuestion AskFooter = new("wal-footer");

    private static readonly SampleLogRecord[] Transaction = [SampleLogRecord.Redo(64, 1, 2, 3), SampleLogRecord.Commit(42, SampleLogs.Time)];

    private static readonly SampleLogRecord[] Next = [SampleLogRecord.Redo(64, 4, 5), SampleLogRecord.Commit(43, SampleLogs.Time)];

    public static IEnumerable<Vector> Valid =>
    [
        new Vector("wal", AskSegment, Cut(SampleLogs.Write().Bytes)),
        new Vector("wal-empty", AskSegment, Cut(new SampleLogWriter(Segment).Bytes)),
        new Vector("wal-torn", AskSegment, Torn()),
        new Vector("wal-torn-records", AskSegment, TornRecords()),
        new Vector("wal-recycled", AskSegment, Recycled()),
        new Vector("wal-forged", AskSegment, Forged()),
        new Vector("wal-footer", AskFooter, SampleLogs.Encode(SampleLogs.Write().MakeFooter())),
        new Vector("timeline", AskTimeline(SampleLogs.FirstTimeline), SampleLogs.Encode(SampleLogs.FirstTimeline)),
        new Vector("timeline-fork", AskTimeline(SampleLogs.SecondTimeline), SampleLogs.Encode(SampleLogs.SecondTimeline)),
    ];

    public static IEnumerable<Vector> Invalid => [.. InvalidHeaders(), .. InvalidFrames(), .. InvalidRecords(), .. InvalidOthers()];

    private static IEnumerable<Vector> InvalidHeaders()
    {
        byte[] valid = Cut(new SampleLogWriter(Segment).Bytes);
        yield return Bad("wal-bad-magic", FormatError.BadMagic, 0, "a bit of the magic is flipped", Flip(valid, 7));
        yield return Bad("wal-bad-checksum-header", FormatError.BadChecksum, 0, "a bit of start_lsn is flipped", Flip(valid, 82));
        yield return Bad(
            "wal-truncated",
            FormatError.Truncated,
            0,
            "the file is half as long as its header says",
            Cut(new SampleLogWriter(Segment with { SegmentSize = 4 << 20 }).Bytes));
    }

    private static IEnumerable<Vector> InvalidFrames()
    {
        byte[] valid = Cut(TwoFrames().Bytes);
        yield return Bad(
            "wal-bad-checksum-durable",
            FormatError.BadChecksum,
            4096,
            "a bit of the first frame's records is flipped, and the second says that they were durable",
            Flip(valid, 4096 + 96 + 8));
        byte[] lost = [.. valid];
        lost.AsSpan(4096, 4096).Clear();
        yield return Bad(
            "wal-bad-magic-durable", FormatError.BadMagic, 4096, "the first frame is zeros, and the second says that it was durable", lost);
        SampleLogWriter gap = new(Segment);
        gap.Append(Transaction);
        gap.Append(header => header with { PreviousSum = 1, Durable = gap.End }, Next);
        gap.Append();
        yield return Bad(
            "wal-bad-reference-durable",
            FormatError.BadReference,
            8192,
            "previous_sum of the second frame is that of no frame, and the third says that it was durable",
            Cut(gap.Bytes));
        SampleLogWriter padded = TwoFrames();
        byte[] padding = Cut(padded.Bytes);
        padding[8191] = 1;
        yield return Bad(
            "wal-reserved-durable",
            FormatError.ReservedNotZero,
            4096,
            "the last byte of padding of the first frame is set, and the second says that it was durable",
            padding);
    }

    private static IEnumerable<Vector> InvalidRecords()
    {
        yield return Bad(
            "wal-bad-order", FormatError.BadOrder, 4096, "a commit has the XID of the one before", One(frame => frame, Transaction[1], Transaction[1]));
        yield return Bad(
            "wal-bad-reference-count",
            FormatError.BadReference,
            4096,
            "record_count is 3, and there are 2",
            One(frame => frame with { RecordCount = 3 }, Transaction));
        yield return Bad(
            "wal-bad-reference-xid",
            FormatError.BadReference,
            4096,
            "xid_max is above every commit",
            One(frame => frame with { XidMax = new Xid(100) }, Transaction));
        yield return Bad("wal-bad-value-type", FormatError.BadValue, 4096, "the type of a record is 3", Broken(4, 3));
        yield return Bad("wal-too-large", FormatError.TooLarge, 4096, "a record has 16 MiB", Broken(3, 1));
        yield return Bad("wal-truncated-record", FormatError.Truncated, 4096, "a record goes beyond the payload of its frame", Broken(0, 60));
    }

    private static IEnumerable<Vector> InvalidOthers()
    {
        VectorQuestion ask = AskTimeline(SampleLogs.SecondTimeline);
        byte[] valid = SampleLogs.Encode(SampleLogs.SecondTimeline);
        yield return Bad("timeline-bad-checksum", ask, FormatError.BadChecksum, "a bit of fork_lsn is flipped", Flip(valid, 90));
        byte[] orphan = [.. valid];
        orphan.AsSpan(LogTimelineLayout.ParentIdOffset, LogTimelineLayout.ParentIdSize).Clear();
        LogCases.FixTimeline(orphan);
        yield return Bad("timeline-bad-value", ask, FormatError.BadValue, "fork_lsn of a timeline without parent_id", orphan);
        yield return Bad(
            "timeline-bad-identity", AskTimeline(SampleLogs.FirstTimeline), FormatError.BadIdentity, "the file is under its parent's name", valid);
        yield return Bad("timeline-trailing-bytes", ask, FormatError.TrailingBytes, "there is a byte after the end", [.. valid, 0]);
        byte[] footer = SampleLogs.Encode(SampleLogs.Write().MakeFooter());
        yield return Bad("wal-footer-bad-checksum", AskFooter, FormatError.BadChecksum, "a bit of a granule is flipped", Flip(footer, 70));
        byte[] twice = [.. footer[..112], .. footer[64..112], .. footer[160..]];
        LogCases.FixFooter(twice);
        yield return Bad("wal-footer-bad-order", AskFooter, FormatError.BadOrder, "the second granule is the first again", twice);
        byte[] many = [.. footer];
        many[LogFooterHeaderLayout.GranuleCountOffset + 1] = 6;
        yield return Bad("wal-footer-too-large", AskFooter, FormatError.TooLarge, "granule_count is 1540", many);
        yield return Bad("wal-footer-truncated", AskFooter, FormatError.Truncated, "the last byte of the last granule is missing", footer[..^1]);
    }

    private static SampleLogWriter TwoFrames()
    {
        SampleLogWriter log = new(Segment);
        log.Append(Transaction);
        log.Append(Next);
        return log;
    }

    /// <summary>The last flush reached the disk in part: of its first sector one byte is stale.</summary>
    private static byte[] Torn() => Flip(Cut(TwoFrames().Bytes), 8192 + 40);

    /// <summary>The header of the last flush is there, of its records one sector is not.</summary>
    private static byte[] TornRecords()
    {
        SampleLogWriter log = new(Segment);
        log.Append(Transaction);
        log.Append(SampleLogRecord.Redo(64, [.. Enumerable.Range(0, 5000).Select(value => (byte)value)]), SampleLogRecord.Commit(43, SampleLogs.Time));
        byte[] bytes = log.Bytes;
        bytes.AsSpan(8192 + 4096 + 512, 512).Clear();
        return Cut(bytes);
    }

    /// <summary>Behind the last frame lie frames of an earlier use of the file.</summary>
    private static byte[] Recycled()
    {
        SampleLogWriter before = new(Segment with { Salt = 99, Start = new Lsn(0x1_0000_0000), Number = 3, XidMax = new Xid(20) });
        before.Append(SampleLogRecord.Commit(30, SampleLogs.Time - 30));
        before.Append(SampleLogRecord.Commit(31, SampleLogs.Time - 20));
        SampleLogWriter log = new(Segment);
        log.Append(Transaction);
        return Cut([.. log.Bytes, .. before.Bytes[8192..]]);
    }

    /// <summary>A record holds, at the start of a page, what looks like a frame that knows more to be durable; it cannot know the salt.</summary>
    private static byte[] Forged()
    {
        SampleLogWriter forged = new(Segment with { Salt = 1, Start = Segment.Start + (1 << 20) });
        forged.Append();
        byte[] body = new byte[5000];
        forged.Bytes.AsSpan(4096, LogFrameHeader.Size).CopyTo(body.AsSpan(4096 - LogFrameHeader.Size - LogRecordHeader.Size));
        SampleLogWriter log = new(Segment);
        log.Append(SampleLogRecord.Redo(64, body), SampleLogRecord.Commit(42, SampleLogs.Time));
        return Cut(log.Bytes);
    }

    private static byte[] One(Func<LogFrameHeader, LogFrameHeader> change, params SampleLogRecord[] records)
    {
        SampleLogWriter log = new(Segment);
        log.Append(change, records);
        return Cut(log.Bytes);
    }

    /// <summary>A segment of one frame; a byte of its first record is another, and the sums are right.</summary>
    private static byte[] Broken(int at, byte value)
    {
        byte[] bytes = One(frame => frame, Transaction);
        bytes[4096 + LogFrameHeader.Size + at] = value;
        byte[] frame = [.. bytes[4096..], .. new byte[4096]];
        LogFrameSample.FixChecksums(frame);
        return Cut([.. bytes[..4096], .. frame]);
    }

    private static byte[] Cut(byte[] bytes) => bytes[..(1 + Array.FindLastIndex(bytes, value => value != 0))];

    private static byte[] Flip(byte[] bytes, int at)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= 1;
        return flipped;
    }

    private static VectorQuestion AskTimeline(LogTimeline timeline) => new("timeline") { File = new FileId(timeline.TimelineId.Value) };

    private static Vector Bad(string name, FormatError failure, long offset, string about, byte[] bytes) =>
        new(name, AskSegment, bytes) { Failure = failure, Offset = offset, About = about };

    private static Vector Bad(string name, VectorQuestion question, FormatError failure, string about, byte[] bytes) =>
        new(name, question, bytes) { Failure = failure, Offset = 0, About = about };
}
