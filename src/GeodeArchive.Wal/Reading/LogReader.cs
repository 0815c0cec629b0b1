using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Wal.Segments;

namespace GeodeArchive.Wal.Reading;

/// <summary>
/// Reads records in order, never beyond what is durable, and goes on when there is more. For one worker.
/// </summary>
public sealed class LogReader : ILogSource, IDisposable
{
    private readonly WriteAheadLog _log;
    private readonly LogDirectory _directory;
    private readonly Lsn _from;
    private SegmentReader? _segment;
    private long _number;
    private long _offset;
    private Lsn _lsn;
    private uint _previousSum;
    private LogFrameHeader _frame;
    private byte[] _records = [];
    private int _position;
    private int _length;

    internal LogReader(WriteAheadLog log, LogDirectory directory, Lsn from)
    {
        _log = log;
        _directory = directory;
        _from = from;
        try
        {
            Enter(log.SegmentOf(from));
        }
        catch
        {
            _segment?.Dispose();
            throw;
        }
    }

    /// <summary>The place after the last record that was read.</summary>
    public Lsn Position => Lsn.Max(_from, _lsn + (_position - _length));

    /// <summary>Reads the next record.</summary>
    /// <returns>False if nothing more is durable now; see <see cref="WriteAheadLog.WaitBeyond"/>.</returns>
    /// <exception cref="LogException"><see cref="LogError.Damaged"/>; <see cref="LogError.OutOfRange"/> when the segment was
    /// released; <see cref="LogError.Closed"/>.</exception>
    public bool TryRead(out LogRecord record)
    {
        while (true)
        {
            while (_position < _length)
            {
                var header = DecodeHeader();
                var body = _records.AsSpan(_position + LogRecordHeader.Size, header.BodySize);
                _position += header.TotalSize;
                var end = _frame.Start + _position;
                if (end > _from)
                {
                    record = new LogRecord(header.Type, body, end, _frame.Offset);
                    return true;
                }
            }

            if (_lsn >= _log.Durable)
            {
                record = default;
                return false;
            }

            ReadFrame();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _segment?.Dispose();

    private LogRecordHeader DecodeHeader()
    {
        try
        {
            return LogRecordHeader.Decode(_records.AsSpan(_position, _length - _position), _frame.Offset);
        }
        catch (ArchiveFormatException damage)
        {
            throw LogException.Damage(_segment!.Path, damage);
        }
    }

    private void ReadFrame()
    {
        try
        {
            if (_log.SegmentAfter(_number) is { } next && next.Start == _lsn)
            {
                Enter(next.Number);
                return;
            }

            if (!TryReadFrame(out var frame, out var bytes, out var damage))
            {
                throw _log.Holds(_number) ? LogException.Damage(_segment!.Path, damage!) : Released();
            }

            var records = bytes.Slice(LogFrameHeader.Size, frame.PayloadSize);
            if (_records.Length < records.Length)
            {
                _records = new byte[Math.Max(records.Length, 2 * _records.Length)];
            }

            records.CopyTo(_records);
            _frame = frame;
            _position = 0;
            _length = records.Length;
            _offset += frame.TotalSize;
            _lsn = frame.End;
            _previousSum = LogFrameHeader.SumOf(bytes);
        }
        catch (FileException error)
        {
            throw LogException.From(error);
        }
    }

    private bool TryReadFrame(out LogFrameHeader frame, out ReadOnlySpan<byte> bytes, out ArchiveFormatException? damage)
    {
        if (_segment!.TryReadFrame(_offset, _lsn, _previousSum, out frame, out bytes, out damage))
        {
            return true;
        }

        // What was read ahead may be older than the frame.
        _segment.Forget();
        return _segment.TryReadFrame(_offset, _lsn, _previousSum, out frame, out bytes, out damage);
    }

    private void Enter(long number)
    {
        if (number < 0)
        {
            throw Released();
        }

        _segment?.Dispose();
        try
        {
            _segment = SegmentReader.Open(_directory, number);
            if (!_segment.TryReadHeader(number, out var damage))
            {
                throw _log.Holds(number) ? LogException.Damage(_segment.Path, damage!) : Released();
            }
        }
        catch (FileException error)
        {
            throw _log.Holds(number) ? LogException.From(error) : Released();
        }
        catch (ObjectDisposedException)
        {
            // The directory is the log's.
            throw LogException.Closed();
        }

        _number = number;
        _offset = LogSegmentHeader.Size;
        _lsn = _segment.Header.Start;
        _previousSum = _segment.Header.PreviousSum;
        _position = 0;
        _length = 0;
    }

    private LogException Released() => new(
        LogError.OutOfRange,
        $"the log at {Lsn.Max(_from, _lsn)} was released; it starts at {_log.Oldest}",
        "read it from the archive");
}
