using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Writes a segment of a log frame by frame, as one flush after the other would; or otherwise, where it is told to.</summary>
public sealed class SampleLogWriter
{
    private readonly LogSegmentHeader _header;
    private readonly List<byte> _bytes = [];
    private readonly List<LogGranule> _granules = [];
    private Xid _xidMax;
    private long _timeMax;
    private uint _sum;

    /// <summary>Begins with the header.</summary>
    public SampleLogWriter(LogSegmentHeader header)
    {
        _header = header;
        var bytes = new byte[LogSegmentHeader.Size];
        header.Encode(bytes);
        _bytes.AddRange(bytes);
        (End, Durable, _sum, _xidMax, _timeMax) = (header.Start, header.Start, header.PreviousSum, header.XidMax, header.TimeMax);
    }

    /// <summary>Where the records end so far.</summary>
    public Lsn End { get; private set; }

    /// <summary>What the next frame says was durable; after each frame its end, as if it had been synced.</summary>
    public Lsn Durable { get; set; }

    /// <summary>What was written, without the rest of the file.</summary>
    public byte[] Bytes => [.. _bytes];

    /// <summary>A whole frame.</summary>
    /// <param name="header">Its size and sum are put right.</param>
    /// <param name="records">What is in it.</param>
    public static byte[] EncodeFrame(LogFrameHeader header, byte[] records)
    {
        header = header with { PayloadSize = records.Length, PayloadSum = Crc32C.Compute(records) };
        var frame = new byte[header.TotalSize];
        header.Encode(frame);
        records.CopyTo(frame, LogFrameHeader.Size);
        return frame;
    }

    /// <summary>Writes a frame.</summary>
    public void Append(params ReadOnlySpan<SampleLogRecord> records) => Append(header => header, records);

    /// <summary>Writes a frame whose header was changed.</summary>
    public void Append(Func<LogFrameHeader, LogFrameHeader> change, params ReadOnlySpan<SampleLogRecord> records)
    {
        var payload = new List<byte>();
        var granule = new LogGranule
        {
            Start = End,
            TimeMaxBefore = _timeMax,
            TimeFirst = long.MaxValue,
            TimeLast = long.MinValue,
            XidFirst = Xid.None,
            XidLast = Xid.None,
            IsOrdered = true,
        };
        foreach (var record in records)
        {
            payload.AddRange(record.Encode());
            granule = record.Type == LogRecordType.Commit ? Note(granule, LogCommit.Decode(record.Body, 0)) : granule;
        }

        if (payload.Count > 0)
        {
            _granules.Add(granule);
        }

        var header = new LogFrameHeader
        {
            PayloadSize = payload.Count,
            PayloadSum = 0,
            Start = End,
            Durable = Durable,
            TimelineId = _header.TimelineId,
            Salt = _header.Salt,
            TimeMax = _timeMax,
            XidMax = _xidMax,
            Epoch = _header.Epoch,
            PreviousSum = _sum,
            Page = (uint)(_bytes.Count / LogLimits.PageSize),
            RecordCount = records.Length,
        };
        var frame = EncodeFrame(change(header), [.. payload]);
        _sum = LogFrameHeader.SumOf(frame);
        _bytes.AddRange(frame);
        End += payload.Count;
        Durable = End;
    }

    /// <summary>The footer for what was written: a granule for each frame with records.</summary>
    public LogFooter MakeFooter() => new()
    {
        Salt = _header.Salt,
        End = End,
        EndPage = (uint)(_bytes.Count / LogLimits.PageSize),
        Granules = [.. _granules],
    };

    /// <summary>The whole file.</summary>
    /// <param name="footer">What ends it; null for none.</param>
    public byte[] ToFile(LogFooter? footer = null)
    {
        var file = new byte[_header.SegmentSize];
        _bytes.CopyTo(file);
        footer?.Encode(file.AsSpan((int)_header.FramesEnd));
        return file;
    }

    private LogGranule Note(LogGranule granule, LogCommit commit)
    {
        _xidMax = commit.Xid;
        _timeMax = Math.Max(_timeMax, commit.Time);
        return granule with
        {
            TimeFirst = Math.Min(granule.TimeFirst, commit.Time),
            TimeLast = Math.Max(granule.TimeLast, commit.Time),
            XidFirst = granule.XidFirst == Xid.None ? commit.Xid : granule.XidFirst,
            XidLast = commit.Xid,
        };
    }
}
