using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Reading;

/// <summary>Walks the whole records of a stretch of log.</summary>
internal ref struct RecordCursor
{
    private readonly ReadOnlySpan<byte> _records;
    private readonly Lsn _start;
    private readonly long _offset;
    private int _position;

    /// <param name="records">The records.</param>
    /// <param name="start">Where the first starts.</param>
    /// <param name="offset">Where their block is in its file, for messages.</param>
    public RecordCursor(ReadOnlySpan<byte> records, Lsn start, long offset)
    {
        _records = records;
        _start = start;
        _offset = offset;
    }

    /// <summary>What the record is.</summary>
    public LogRecordHeader Header { get; private set; }

    /// <summary>Its body.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Its end, by which it is named.</summary>
    public readonly Lsn End => _start + _position;

    public bool MoveNext()
    {
        if (_position == _records.Length)
        {
            return false;
        }

        Header = LogRecordHeader.Decode(_records[_position..], _offset);
        Body = _records.Slice(_position + LogRecordHeader.Size, Header.BodySize);
        _position += Header.TotalSize;
        return true;
    }
}
