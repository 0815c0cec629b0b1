using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Tests.Format;

/// <summary>The structures of the log.</summary>
internal static class LogCases
{
    public static IReadOnlyList<StructureCase> All { get; } =
    [
        StructureCase.Of("log record", LogGenerators.Record, record => record.Encode(), DecodeRecord),
        StructureCase.Of("commit record", LogGenerators.Commit, EncodeCommit, bytes => LogCommit.Decode(bytes, 0)),
        StructureCase.Of("restart record", LogGenerators.Restart, EncodeRestart, bytes => LogRestart.Decode(bytes, 0)),
        StructureCase.Of(
            "log segment header", LogGenerators.SegmentHeader, EncodeSegmentHeader, bytes => LogSegmentHeader.Decode(bytes), FixSegmentHeader),
        StructureCase.Of(
            "log frame header", LogGenerators.FrameHeader, EncodeFrameHeader, bytes => LogFrameHeader.Decode(bytes, 0), FixFrameHeader),
        StructureCase.Of(
            "log frame", LogGenerators.Frame, frame => frame.Encode(), LogFrameSample.Decode, LogFrameSample.FixChecksums),
        StructureCase.Of("timeline", LogGenerators.Timeline, SampleLogs.Encode, bytes => LogTimeline.Decode(bytes), FixTimeline),
        StructureCase.Of("log footer", LogGenerators.Footer, SampleLogs.Encode, bytes => LogFooter.Decode(bytes, 0), FixFooter),
    ];

    public static byte[] EncodeCommit(LogCommit commit)
    {
        byte[] bytes = new byte[LogCommit.Size];
        commit.Encode(bytes);
        return bytes;
    }

    public static byte[] EncodeRestart(LogRestart restart)
    {
        byte[] bytes = new byte[LogRestart.Size];
        restart.Encode(bytes);
        return bytes;
    }

    public static byte[] EncodeSegmentHeader(LogSegmentHeader header)
    {
        byte[] bytes = new byte[LogSegmentHeader.Size];
        header.Encode(bytes);
        return bytes;
    }

    public static void FixSegmentHeader(byte[] bytes) =>
        Fix(bytes, 0, LogSegmentHeaderLayout.HeaderChecksumOffset, LogSegmentHeaderLayout.HeaderChecksumOffset);

    public static byte[] EncodeFrameHeader(LogFrameHeader header)
    {
        byte[] bytes = new byte[LogFrameHeader.Size];
        header.Encode(bytes);
        return bytes;
    }

    public static void FixFrameHeader(byte[] bytes) =>
        Fix(bytes, LogFrameHeaderLayout.PayloadSizeOffset, LogFrameHeader.Size, LogFrameHeaderLayout.HeaderChecksumOffset);

    public static void FixTimeline(byte[] bytes) =>
        Fix(bytes, 0, LogTimelineLayout.TimelineChecksumOffset, LogTimelineLayout.TimelineChecksumOffset);

    public static void FixFooter(byte[] bytes)
    {
        if (bytes.Length >= LogFooter.HeaderSize)
        {
            long count = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(LogFooterHeaderLayout.GranuleCountOffset));
            long end = Math.Min(bytes.Length, LogFooter.HeaderSize + (count * LogGranule.Size));
            Fix(bytes, LogFooterHeaderLayout.SaltOffset, (int)end, LogFooterHeaderLayout.FooterChecksumOffset);
        }
    }

    private static SampleLogRecord DecodeRecord(byte[] bytes)
    {
        LogRecordHeader header = LogRecordHeader.Decode(bytes, 0);
        return new SampleLogRecord(header.Type, bytes[LogRecordHeader.Size..header.TotalSize]);
    }

    private static void Fix(byte[] bytes, int from, int to, int checksumOffset)
    {
        if (bytes.Length >= Math.Max(to, checksumOffset + 4))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(checksumOffset), Crc32C.Compute(bytes.AsSpan(from, to - from)));
        }
    }
}
