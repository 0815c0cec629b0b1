using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Scanning;

/// <summary>
/// Reads one segment of a log that may be damaged: header, footer, then frame after frame. Where a frame is not valid the stream ends,
/// which is a failed check only if the file says that more had been durable; what lies behind is read all the same. Memory: one frame.
/// What a source throws comes out.
/// </summary>
internal sealed class LogScanner
{
    private readonly IByteSource _source;
    private readonly Action<FailedCheck> _report;
    private readonly byte[] _page = new byte[LogLimits.PageSize];
    private byte[] _frame = [];
    private LogSegmentHeader? _segment;
    private LogGranuleCheck? _granules;
    private Lsn _next;
    private uint _sum;
    private Xid _xidMax;
    private long _timeMax;
    private long _offset = LogSegmentHeader.Size;
    private bool _hasEnded;

    /// <summary>Prepares to read a segment.</summary>
    /// <param name="source">The file; not owned.</param>
    /// <param name="report">Is told of every check that fails, when it fails.</param>
    public LogScanner(IByteSource source, Action<FailedCheck> report)
    {
        _source = source;
        _report = report;
    }

    /// <summary>The header's bytes as they are in the file.</summary>
    public ReadOnlyMemory<byte> HeaderBytes { get; private set; }

    /// <summary>The header, or null if nothing can be made of it: frames are then taken for what the first one says.</summary>
    public LogSegmentHeader? Header { get; private set; }

    /// <summary>Whether there is neither header nor frame: the file was prepared and never used.</summary>
    public bool IsUnused { get; private set; }

    /// <summary>What the footer starts with; empty if there is none.</summary>
    public ReadOnlyMemory<byte> FooterBytes { get; private set; }

    /// <summary>The footer, if there is one that can be read and is of this use of the file.</summary>
    public LogFooter? Footer { get; private set; }

    /// <summary>Whether there is a footer of an earlier use of the file, which says nothing.</summary>
    public bool HasOldFooter { get; private set; }

    /// <summary>Where the stream begins; null if nothing says so.</summary>
    public Lsn? Start => _segment?.Start;

    /// <summary>Where the records of the stream end, as far as they were read.</summary>
    public Lsn End { get; private set; }

    /// <summary>Where the frames of the stream end in the file, as far as they were read.</summary>
    public long EndOffset { get; private set; } = LogSegmentHeader.Size;

    /// <summary>Why there is no further frame; null where none has room.</summary>
    public FailedCheck? EndReason { get; private set; }

    /// <summary>The highest place that a frame in this file says was durable; zero if none says so.</summary>
    public Lsn Durable { get; private set; }

    /// <summary>Where the footer is.</summary>
    public long FooterOffset => _segment?.FramesEnd ?? Math.Max(0, _source.Length - LogLimits.FooterAreaSize);

    /// <summary>Reads the header, and looks through the file for what was durable.</summary>
    public void ReadHeader()
    {
        var bytes = new byte[LogSegmentHeader.Size];
        bytes = bytes[.._source.Read(bytes, 0)];
        HeaderBytes = bytes.ToArray();
        var failures = new List<FailedCheck>();
        Header = FixedStructures.Read(
            bytes, LogSegmentHeader.Size, LogSegmentHeader.Magic, failures.Add, copy => LogSegmentHeader.Decode(copy));
        _segment = Header ?? FromFirstFrame();
        IsUnused = _segment is null && bytes.Length == LogSegmentHeader.Size && !HeaderBytes.Span.ContainsAnyExcept((byte)0);
        if (!IsUnused)
        {
            failures.ForEach(_report);
        }

        if (_segment is not { } segment)
        {
            return;
        }

        (End, _next, _sum) = (segment.Start, segment.Start, segment.PreviousSum);
        (_xidMax, _timeMax) = (segment.XidMax, segment.TimeMax);
        if (Header is not null)
        {
            Check(() => Header.ExpectSize(_source.Length));
        }

        Durable = LogDurability.Find(_source, segment);
    }

    /// <summary>Reads the footer.</summary>
    public void ReadFooter()
    {
        var bytes = new byte[LogLimits.FooterAreaSize];
        bytes = bytes[.._source.Read(bytes, FooterOffset)];
        if (_segment is not { } segment || !bytes.AsSpan().StartsWith(LogFooter.Magic))
        {
            return;
        }

        FooterBytes = bytes.AsMemory(0, Math.Min(bytes.Length, LogFooter.HeaderSize));
        LogFooter? footer = null;
        if (!Check(() => footer = LogFooter.Decode(bytes, FooterOffset)))
        {
            return;
        }

        HasOldFooter = footer!.Salt != segment.Salt;
        if (!HasOldFooter && Check(() => footer.ExpectIn(segment)))
        {
            Footer = footer;
            _granules = new LogGranuleCheck(footer, FooterOffset, _report);
        }
    }

    /// <summary>Reads the next frame.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool TryReadFrame(out ScannedFrame frame)
    {
        frame = default;
        while (_segment is { } segment && _offset < segment.FramesEnd)
        {
            var failure = TryRead(segment, out frame);
            if (!_hasEnded && failure is null)
            {
                Advance(frame);
                return true;
            }

            if (!_hasEnded)
            {
                EndStream(failure);
            }

            if (_offset >= _source.Length)
            {
                break;
            }

            // Behind the end whatever is of this use is shown, though nothing leads to it.
            if (frame.Header.Page > 0)
            {
                _offset += frame.Header.TotalSize;
                return true;
            }

            _offset += LogLimits.PageSize;
        }

        if (!_hasEnded)
        {
            EndStream(null);
        }

        return false;
    }

    /// <summary>Checks what frame and records say of each other, and tells <paramref name="show"/> of each record.</summary>
    /// <param name="frame">A frame of the stream.</param>
    /// <param name="show">The record, its body, and where it ends.</param>
    public void ReadRecords(in ScannedFrame frame, Action<LogRecordHeader, ReadOnlyMemory<byte>, Lsn> show)
    {
        var header = frame.Header;
        try
        {
            var reader = new LogRecordReader(header, frame.Bytes.Span, _xidMax, _timeMax);
            while (reader.TryRead(out var record, out var body))
            {
                if (record.Type == LogRecordType.Commit)
                {
                    _granules?.Note(LogCommit.Decode(body, header.Offset));
                }

                var end = (int)(reader.End - header.Start) + LogFrameHeader.Size;
                show(record, frame.Bytes[(end - record.BodySize)..end], reader.End);
            }
        }
        catch (ArchiveFormatException failure)
        {
            _report(FailedCheck.From(failure));
        }

        (_xidMax, _timeMax) = (header.XidMax, header.TimeMax);
    }

    /// <summary>The frame at the place that is looked at; its header is set whenever it is one of this use of the file.</summary>
    /// <returns>Why it does not go on from the one before; null if it does.</returns>
    private FailedCheck? TryRead(LogSegmentHeader segment, out ScannedFrame frame)
    {
        frame = default;
        try
        {
            var page = _page.AsSpan(0, _source.Read(_page, _offset));
            var header = LogFrameHeader.Decode(page, _offset);
            header.ExpectIn(segment, _offset);
            FailedCheck? link = null;
            try
            {
                header.ExpectAfter(_next, _sum);
            }
            catch (ArchiveFormatException failure)
            {
                link = FailedCheck.From(failure);
            }

            frame = new ScannedFrame(header, default, !_hasEnded && link is null, link);
            (_next, _sum) = (header.End, LogFrameHeader.SumOf(page));
            frame = frame with { Bytes = ReadWhole(header) };
            return link;
        }
        catch (ArchiveFormatException failure)
        {
            var check = FailedCheck.From(failure);
            frame = frame with { Break = frame.Break ?? check, IsReached = false };
            return check;
        }
    }

    private ReadOnlyMemory<byte> ReadWhole(LogFrameHeader header)
    {
        if (_frame.Length < header.TotalSize)
        {
            _frame = new byte[Math.Max(header.TotalSize, Math.Min(2 * _frame.Length, LogLimits.FramePayloadSizeMax))];
        }

        var read = _source.Read(_frame.AsSpan(0, header.TotalSize), header.Offset);
        header.CheckPayload(_frame.AsSpan(0, read));
        return _frame.AsMemory(0, header.TotalSize);
    }

    private void Advance(in ScannedFrame frame)
    {
        _granules?.NoteFrame(frame.Header);
        _offset += frame.Header.TotalSize;
        (End, EndOffset) = (frame.Header.End, _offset);
    }

    private void EndStream(FailedCheck? reason)
    {
        _hasEnded = true;
        EndReason = reason;
        if (reason is not null && End < Durable)
        {
            _report(reason with { Detail = $"{reason.Detail}; a frame says that all was durable up to {Durable}" });
        }

        _granules?.End(End, EndOffset);
    }

    /// <summary>What the first frame says of its segment, where the header does not.</summary>
    private LogSegmentHeader? FromFirstFrame()
    {
        var page = _page.AsSpan(0, _source.Read(_page, LogSegmentHeader.Size));
        if (page.Length < LogFrameHeader.Size || !LogFrameHeader.HasRightSum(page))
        {
            return null;
        }

        LogFrameHeader first = default;
        if (!Check(() => first = LogFrameHeader.Decode(_page, LogSegmentHeader.Size)))
        {
            return null;
        }

        const long unit = LogLimits.SegmentSizeUnit;
        return new LogSegmentHeader
        {
            DatabaseId = default,
            TimelineId = first.TimelineId,
            Epoch = first.Epoch,
            PreviousSum = first.PreviousSum,
            Number = 0,
            Start = first.Start,
            Salt = first.Salt,
            SegmentSize = Math.Clamp((_source.Length + unit - 1) / unit * unit, LogLimits.SegmentSizeMin, LogLimits.SegmentSizeMax),
            TimeMax = first.TimeMax,
            XidMax = XidBefore(first),
            Created = 0,
        };
    }

    /// <summary>The highest XID before the first frame: unknown, but not above its commits, and its own maximum if it has none.</summary>
    private Xid XidBefore(LogFrameHeader first)
    {
        try
        {
            var reader = new LogRecordReader(first, ReadWhole(first).Span, Xid.None, first.TimeMax);
            while (reader.TryRead(out var record, out _))
            {
                if (record.Type == LogRecordType.Commit)
                {
                    return Xid.None;
                }
            }
        }
        catch (ArchiveFormatException)
        {
            // What is wrong with it is said when it is read as a frame.
        }

        return first.XidMax;
    }

    private bool Check(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (ArchiveFormatException failure)
        {
            _report(FailedCheck.From(failure));
            return false;
        }
    }
}
