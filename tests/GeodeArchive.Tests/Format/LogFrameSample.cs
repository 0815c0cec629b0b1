using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Tests.Format;

/// <summary>A whole frame: header, records, padding. What comes before it in the stream is always the same.</summary>
internal sealed record LogFrameSample(LogFrameHeader Header, ImmutableArray<SampleLogRecord> Records)
{
    private const long TimeBefore = -3;

    private static readonly Xid XidBefore = new(9);

    /// <summary>A frame with these records, whose header says so.</summary>
    public static LogFrameSample Make(
        LogFrameHeader header, ImmutableArray<SampleLogRecord> redo, IEnumerable<LogCommit> commits)
    {
        LogCommit[] ordered = [.. commits.Where(commit => commit.Xid > XidBefore).DistinctBy(commit => commit.Xid).OrderBy(commit => commit.Xid)];
        ImmutableArray<SampleLogRecord> records =
        [
            .. redo,
            .. ordered.Select(commit => SampleLogRecord.Commit(commit.Xid.Value, commit.Time, 1, 2)),
        ];
        int size = records.Sum(record => record.Encode().Length);
        return new LogFrameSample(
            header with
            {
                PayloadSize = size,
                PayloadSum = Crc32C.Compute([.. records.SelectMany(record => record.Encode())]),
                Start = new Lsn(Math.Min(header.Start.Value, ulong.MaxValue - (ulong)size)),
                Durable = Lsn.Zero,
                RecordCount = records.Length,
                XidMax = ordered.Length == 0 ? XidBefore : ordered[^1].Xid,
                TimeMax = ordered.Select(commit => commit.Time).Append(TimeBefore).Max(),
            },
            records);
    }

    public static LogFrameSample Decode(byte[] bytes)
    {
        LogFrameHeader header = LogFrameHeader.Decode(bytes, 0);
        header.CheckPayload(bytes);
        LogRecordReader reader = new(header, bytes, XidBefore, TimeBefore);
        List<SampleLogRecord> records = [];
        while (reader.TryRead(out LogRecordHeader record, out ReadOnlySpan<byte> body))
        {
            records.Add(new SampleLogRecord(record.Type, body.ToArray()));
        }

        Assert.Equal(header.End, reader.End);
        return new LogFrameSample(header, [.. records]);
    }

    public static void FixChecksums(byte[] bytes)
    {
        if (bytes.Length < LogFrameHeader.Size)
        {
            return;
        }

        uint size = BitConverter.ToUInt32(bytes, LogFrameHeaderLayout.PayloadSizeOffset);
        if (size <= bytes.Length - LogFrameHeader.Size)
        {
            uint sum = Crc32C.Compute(bytes.AsSpan(LogFrameHeader.Size, (int)size));
            BitConverter.TryWriteBytes(bytes.AsSpan(LogFrameHeaderLayout.PayloadSumOffset), sum);
        }

        LogCases.FixFrameHeader(bytes);
    }

    public byte[] Encode() => SampleLogWriter.EncodeFrame(Header, [.. Records.SelectMany(record => record.Encode())]);
}
