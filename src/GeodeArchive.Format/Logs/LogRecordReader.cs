namespace GeodeArchive.Format;

/// <summary>
/// Walks the records of a frame whose sums are right, and checks all that frame and records say of each other. A failed check is damage
/// wherever the frame is: what was torn does not have the right sums. See format-spec/log.md.
/// </summary>
public ref struct LogRecordReader
{
    private readonly LogFrameHeader _frame;
    private readonly ReadOnlySpan<byte> _records;
    private int _position;
    private int _count;
    private Xid _xidMax;
    private long _timeMax;

    /// <summary>Starts before the first record.</summary>
    /// <param name="header">The frame's header.</param>
    /// <param name="frame">The whole frame, header included; what is read refers to it.</param>
    /// <param name="xidBefore">The highest XID of a commit before the frame.</param>
    /// <param name="timeBefore">The highest time of a commit before the frame; <see cref="long.MinValue"/> if there is none.</param>
    public LogRecordReader(in LogFrameHeader header, ReadOnlySpan<byte> frame, Xid xidBefore, long timeBefore)
    {
        _frame = header;
        _records = frame.Slice(LogFrameHeader.Size, header.PayloadSize);
        _xidMax = xidBefore;
        _timeMax = timeBefore;
    }

    /// <summary>The end of the record that was read last, by which it is known; before the first, the start of the frame.</summary>
    public readonly Lsn End => _frame.Start + _position;

    /// <summary>Reads a record. After the last one the frame's count and maxima are compared with what was read.</summary>
    /// <param name="header">What it is.</param>
    /// <param name="body">A part of the frame.</param>
    /// <returns>False after the last record.</returns>
    /// <exception cref="ArchiveFormatException">Records and frame are not what a log holds.</exception>
    public bool TryRead(out LogRecordHeader header, out ReadOnlySpan<byte> body)
    {
        if (_position == _records.Length)
        {
            CheckFrame();
            header = default;
            body = default;
            return false;
        }

        ReadOnlySpan<byte> rest = _records[_position..];
        header = LogRecordHeader.Decode(rest, _frame.Offset);
        body = rest[LogRecordHeader.Size..header.TotalSize];
        if (header.Type == LogRecordType.Commit)
        {
            Note(LogCommit.Decode(body, _frame.Offset));
        }
        else if (header.Type == LogRecordType.Restart)
        {
            _ = LogRestart.Decode(body, _frame.Offset);
        }

        _position += header.TotalSize;
        _count++;
        return true;
    }

    private void Note(LogCommit commit)
    {
        Place place = Place.Decoding("commit record", _frame.Offset);
        place.Require(commit.Xid > _xidMax, FormatError.BadOrder, "xid is not above that of the commit before");
        _xidMax = commit.Xid;
        _timeMax = Math.Max(_timeMax, commit.Time);
    }

    private readonly void CheckFrame()
    {
        Place place = Place.Decoding("log frame", _frame.Offset);
        place.Require(_frame.TimeMax == _timeMax, FormatError.BadReference, "time_max is not that of the commits");
        place.Require(_frame.XidMax == _xidMax, FormatError.BadReference, "xid_max is not that of the commits");
        place.Require(_frame.RecordCount == _count, FormatError.BadReference, "record_count is not that of the records");
    }
}
