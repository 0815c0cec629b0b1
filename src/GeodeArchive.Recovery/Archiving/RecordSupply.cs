using GeodeArchive.Format;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Reading;

namespace GeodeArchive.Recovery.Archiving;

/// <summary>The records of a log from a place on, of which the last one that was read can be put back.</summary>
internal sealed class RecordSupply : IDisposable
{
    private readonly WriteAheadLog _log;
    private LogReader? _reader;
    private Lsn _position;
    private byte[] _body = [];
    private LogRecordHeader? _kept;
    private Lsn _keptEnd;

    public RecordSupply(WriteAheadLog log) => _log = log;

    /// <summary>Goes on at a place; free where that is where it is.</summary>
    public void MoveTo(Lsn position)
    {
        if (_reader is not null && _position == position)
        {
            return;
        }

        Forget();
        _reader = _log.Read(position);
        _position = position;
    }

    /// <summary>Reads the next record, never beyond what is durable.</summary>
    public bool TryRead(out LogRecord record)
    {
        if (_kept is { } header)
        {
            record = new LogRecord(header.Type, _body.AsSpan(0, header.BodySize), _keptEnd, -1);
            _kept = null;
            _position = _keptEnd;
            return true;
        }

        if (!_reader!.TryRead(out record))
        {
            return false;
        }

        _position = record.End;
        return true;
    }

    /// <summary>Puts back the record that was read last.</summary>
    public void PutBack(LogRecord record)
    {
        var size = record.Body.Length;
        _body = _body.Length < size ? new byte[size] : _body;
        record.Body.CopyTo(_body);
        _kept = new LogRecordHeader(record.Type, size);
        _keptEnd = record.End;
        _position = new Lsn(record.End.Value - (ulong)_kept.Value.TotalSize);
    }

    /// <summary>Forgets where it is.</summary>
    public void Forget()
    {
        _reader?.Dispose();
        _reader = null;
        _kept = null;
    }

    public void Dispose() => Forget();
}
