using GeodeArchive.Format;

namespace GeodeArchive.Wal;

/// <summary>How a log is kept.</summary>
public sealed record LogOptions
{
    private const long UnsyncedSizeMax = 16 << 20;
    private const int FrameSizeMax = 4 << 20;

    /// <summary>Bytes of a segment: a multiple of 1 MiB.</summary>
    public long SegmentSize { get; init; } = LogLimits.SegmentSizeUsual;

    /// <summary>Bytes of all segments, those in use and those ahead; at least four segments.</summary>
    public long SizeMax { get; init; } = 1L << 30;

    /// <summary>How a flush is made durable.</summary>
    public SyncMode SyncMode { get; init; } = SyncMode.Fdatasync;

    /// <summary>How long an append waits for room.</summary>
    public TimeSpan CommitTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after the last flush a frame is written that witnesses it.</summary>
    public TimeSpan IdleDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a flush waits for those who were answered by the last one to come back.</summary>
    internal TimeSpan GatherTime { get; init; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Segments that may exist.</summary>
    internal int SegmentCountMax => (int)Math.Min(int.MaxValue, SizeMax / SegmentSize);

    /// <summary>Bytes for frames with records in a segment; a page is kept for the empty one that witnesses the last of them.</summary>
    internal int Capacity => (int)(SegmentSize - LogSegmentHeader.Size - LogLimits.FooterAreaSize - LogLimits.PageSize);

    /// <summary>Bytes of a frame: several fit into a segment, so that a doubtful tail fits into one.</summary>
    internal int FrameSize => Math.Min(FrameSizeMax, Capacity / 4 / LogLimits.PageSize * LogLimits.PageSize);

    /// <summary>Bytes of a record with its header.</summary>
    internal int RecordSizeMax => Math.Min(LogRecordHeader.Size + LogLimits.RecordBodySizeMax, FrameSize - LogFrameHeader.Size);

    /// <summary>Bytes that are written before a sync is due though nobody waits.</summary>
    internal long UnsyncedMax => Math.Min(UnsyncedSizeMax, Capacity / 4);

    /// <summary>
    /// Bytes of records that a segment holds at least, however they are cut: two frames that follow each other hold more than one could, so
    /// that headers and padding take less than a 16th.
    /// </summary>
    internal int SegmentYield => (Capacity - LogFrameHeader.Size - RecordSizeMax) / 16 * 15;

    /// <summary>Bytes of a transaction: 256 MiB, or what half of the log holds.</summary>
    public int TransactionSizeMax => (int)Math.Min(LogLimits.TransactionSizeMax, (long)SegmentYield * Math.Max(1, SegmentCountMax / 2));

    internal void Validate()
    {
        if (SegmentSize % LogLimits.SegmentSizeUnit != 0 || SegmentSize is < LogLimits.SegmentSizeMin or > LogLimits.SegmentSizeMax)
        {
            throw new ArgumentException($"a segment of {SegmentSize} bytes; it must be a multiple of 1 MiB, from 2 MiB to 1 GiB");
        }

        if (SegmentCountMax < 4)
        {
            throw new ArgumentException($"room for {SizeMax} bytes; a log needs at least four segments of {SegmentSize} bytes");
        }
    }
}
