using GeodeArchive.Format;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Wal;

/// <content>Appending: reserve under the gate, copy outside of it.</content>
public sealed partial class WriteAheadLog
{
    private Lsn Append(LogBatch batch, TimeSpan timeout, bool isReserveUsed)
    {
        if (batch.Size > _options.TransactionSizeMax)
        {
            throw new LogException(
                LogError.TooLarge,
                $"{batch.Size} bytes in one transaction, at most {_options.TransactionSizeMax} are possible",
                "split it; or raise wal.max_size_mb if that is less than 512");
        }

        FrameBuffer target;
        Span<byte> bytes;
        Lsn end;
        _gate.Enter();
        try
        {
            ThrowIfUnusable();
            if (batch.Size == 0)
            {
                return _end;
            }

            if (_isCutting || (_isLongAppend && !isReserveUsed) || _active is null || _active.Room < batch.Size)
            {
                return AppendLong(batch, timeout, isReserveUsed);
            }

            DemandOrder(batch);
            target = _active;
            bytes = Reserve(target, batch, 0, batch.Size, batch.RecordCount);
            end = _end;
        }
        finally
        {
            _gate.Exit();
        }

        batch.Bytes.CopyTo(bytes);
        if (target.Copied())
        {
            WakeAll();
        }

        return end;
    }

    /// <summary>
    /// Appends what does not fit into the frame at hand, or has to wait: makes sure of room for all of it, then cuts it into frames. Nobody
    /// else appends meanwhile, but for the engine's own records while room is waited for: they may be what makes it. The gate is held on
    /// entry and on return.
    /// </summary>
    private Lsn AppendLong(LogBatch batch, TimeSpan timeout, bool isReserveUsed)
    {
        DemandRecords(batch);
        var started = _machine.Clock.GetTimestamp();
        while (_isLongAppend && !isReserveUsed)
        {
            WaitForRoom(started, timeout, batch.Size, isReserveUsed);
        }

        _isLongAppend |= !isReserveUsed;
        try
        {
            while (_isCutting || !HasRoom(batch.Size, isReserveUsed))
            {
                WaitForRoom(started, timeout, batch.Size, isReserveUsed);
            }

            return CutIntoFrames(batch);
        }
        finally
        {
            _isLongAppend &= isReserveUsed;
            _gate.PulseAll();
        }
    }

    private Lsn CutIntoFrames(LogBatch batch)
    {
        DemandOrder(batch);
        _isCutting = true;
        try
        {
            for (var start = 0; start < batch.Size;)
            {
                var target = ActiveFrame(batch, start);
                var (size, count) = batch.WholeRecords(start, target.Room);
                var bytes = Reserve(target, batch, start, size, count);
                batch.Bytes.Slice(start, size).CopyTo(bytes);
                target.Copied();
                start += size;
            }

            return _end;
        }
        finally
        {
            _isCutting = false;
            _gate.PulseAll();
        }
    }

    /// <summary>A recovery takes commits out of order for damage, so none may come into the log.</summary>
    private void DemandOrder(LogBatch batch)
    {
        if (batch.Commit is { } commit && !(commit.Xid > _xidMax))
        {
            throw new ArgumentException($"XID {commit.Xid} is not above {_xidMax}, that of the last commit", nameof(batch));
        }
    }

    /// <summary>Every record must fit into a frame: known before the first is reserved.</summary>
    private void DemandRecords(LogBatch batch)
    {
        for (var start = 0; start < batch.Size;)
        {
            var size = LogRecordHeader.Decode(batch.Bytes[start..], -1).TotalSize;
            if (size > _options.RecordSizeMax)
            {
                throw new LogException(LogError.TooLarge, $"a record of {size} bytes, at most {_options.RecordSizeMax} are possible");
            }

            start += size;
        }
    }

    private Span<byte> Reserve(FrameBuffer target, LogBatch batch, int start, int size, int count)
    {
        var isLast = start + size == batch.Size;
        var commit = isLast ? batch.Commit : null;
        var bytes = target.Reserve(size, count, commit);
        _xidMax = commit?.Xid ?? _xidMax;
        _end += size;
        return bytes;
    }

    /// <summary>
    /// Segments that must be ready for so many bytes. What is left of the segment at hand counts for nothing, so that the sum stays simple.
    /// </summary>
    private int WantedFor(int size, bool isReserveUsed) =>
        ((size + _options.SegmentYield - 1) / _options.SegmentYield) + (isReserveUsed ? 0 : 1);

    private bool HasRoom(int size, bool isReserveUsed)
    {
        var wanted = WantedFor(size, isReserveUsed);
        return _active?.Room >= size || IsInSegment(size) || _preparer.Ready(wanted) >= wanted;
    }

    /// <summary>Waits until something changed.</summary>
    private void WaitForRoom(long started, TimeSpan timeout, int size, bool isReserveUsed)
    {
        var left = timeout - _machine.Clock.GetElapsedTime(started);
        if (left <= TimeSpan.Zero)
        {
            throw Full(timeout, WantedFor(size, isReserveUsed));
        }

        _gate.Wait(left);
        ThrowIfUnusable();
    }

    /// <summary>Whether so many bytes fit into one more frame of the segment at hand.</summary>
    private bool IsInSegment(int size)
    {
        var next = _active is null ? _offset : _offset + _active.TotalSize;
        return LogFrameHeader.Size + Math.Max(size, _options.RecordSizeMax) <= Math.Min(_options.FrameSize, _place.RecordsEnd - next);
    }

    private LogException Full(TimeSpan timeout, int wanted)
    {
        var cause = _preparer.Failure is { } failure
            ? $"no segment can be made: {failure.Message}"
            : $"all {_options.SegmentCountMax} segments are in use";
        return new LogException(
            LogError.Full,
            $"the log had no room for {timeout.TotalSeconds:0.#} s: {cause}",
            _preparer.IsAtLimit(wanted)
                ? "segments are released by checkpoints and by archiving: see why these fall behind, or raise wal.max_size_mb"
                : "free some space; nothing was appended");
    }

    /// <summary>
    /// A frame with room for the next record, opened if need be. Under the gate, which is given back while a buffer is waited for.
    /// </summary>
    private FrameBuffer ActiveFrame(LogBatch batch, int start)
    {
        var size = LogRecordHeader.Decode(batch.Bytes[start..], -1).TotalSize;
        while (_active is null || _active.Room < size)
        {
            if (_active is not null)
            {
                Seal();
                _flusher.Signal();
            }

            if (_free.Count == 0 || !TryOpenFrame())
            {
                _gate.Wait();
                ThrowIfUnusable();
            }
        }

        return _active;
    }

    /// <summary>Starts a frame in the segment at hand or, where that has no room for any record, in the next one.</summary>
    private bool TryOpenFrame()
    {
        if (_offset + LogFrameHeader.Size + _options.RecordSizeMax > _place.RecordsEnd)
        {
            if (!_preparer.TryTake(out var number))
            {
                return false;
            }

            _place = new SegmentPlace(number, _end, _options.SegmentSize, new GranuleBuilder(_options.SegmentSize, _end, _timeMax));
            _offset = LogSegmentHeader.Size;
            _segments.Add(number, _end);
        }

        _active = _free.Pop();
        _active.Open(_place, _offset, _end);
        return true;
    }

    /// <summary>Ends the frame at hand: it takes no more records, and the next one's place is known.</summary>
    private void Seal()
    {
        var frame = _active!;
        _active = null;
        _place.Granules.Add(frame.Start, frame.Commits);
        _timeMax = Math.Max(_timeMax, frame.Commits.TimeLast);
        _offset += frame.TotalSize;
        _sealed.Add(frame);
    }
}
