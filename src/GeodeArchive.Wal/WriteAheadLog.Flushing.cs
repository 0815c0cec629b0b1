using System.Collections.Concurrent;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Wal.Appending;
using GeodeArchive.Wal.Flushing;

namespace GeodeArchive.Wal;

/// <content>Flushing: one at a time, by whoever waits first.</content>
public sealed partial class WriteAheadLog
{
    private const int GathersSkippedAfterNone = 8;

    private readonly FlusherSignal _flusher;
    private readonly IWorker _flusherWorker;
    private readonly List<FrameBuffer> _flushed = [];
    private readonly Queue<DurabilityWait> _awaiting = [];

    // Not under the gate: it is contended enough.
    private readonly ConcurrentQueue<DurabilityWait> _idleWaits = [];
    private readonly ConcurrentQueue<DurabilityAnswers> _idleAnswers = [];
    private readonly Func<bool> _isGathered;
    private int _answeredLast;
    private int _gatherTarget;
    private int _gathersSkipped;
    private bool _isFlushing;
    private Lsn _witnessed;

    /// <summary>Waits until everything before a place is durable; flushes it itself where nobody else does.</summary>
    /// <exception cref="LogException"><see cref="LogError.OutcomeUnknown"/>; <see cref="LogError.OutOfRange"/> for a place that was never
    /// given out.</exception>
    public void WaitDurable(Lsn lsn)
    {
        _gate.Enter();
        try
        {
            DemandGiven(lsn);
            while (_durable < lsn)
            {
                ThrowIfPoisoned();
                if (_isFlushing)
                {
                    _gate.Wait();
                }
                else
                {
                    Flush(isSynced: true);
                }
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>
    /// As <see cref="WaitDurable"/> without blocking: the log's own worker flushes. For many who wait on few workers.
    /// </summary>
    public ValueTask WaitDurableAsync(Lsn lsn)
    {
        _gate.Enter();
        try
        {
            DemandGiven(lsn);
            ThrowIfPoisoned();
            if (_durable >= lsn)
            {
                return ValueTask.CompletedTask;
            }

            var wait = _idleWaits.TryDequeue(out var idle) ? idle : new DurabilityWait(_idleWaits);
            var task = wait.Start(lsn);
            _awaiting.Enqueue(wait);
            if (!_isFlushing)
            {
                _flusher.Signal();
            }

            return task;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Waits until something after a place is durable.</summary>
    /// <returns>False when the time ran out, or the log was closed.</returns>
    public bool WaitBeyond(Lsn lsn, TimeSpan timeout)
    {
        var started = _machine.Clock.GetTimestamp();
        _gate.Enter();
        try
        {
            while (_durable <= lsn && !_isClosed && _poison is null)
            {
                var left = timeout - _machine.Clock.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                _gate.Wait(left);
            }

            return _durable > lsn;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void DemandGiven(Lsn lsn)
    {
        if (lsn > _end)
        {
            throw new LogException(LogError.OutOfRange, $"nothing was appended up to {lsn}; the log ends at {_end}");
        }
    }

    private void ThrowIfPoisoned()
    {
        if (_poison is not null)
        {
            ThrowIfUnusable();
        }
    }

    /// <summary>
    /// Writes what was appended so far. The gate is held on entry and on return, and given back meanwhile. Nobody else may be flushing.
    /// </summary>
    private void Flush(bool isSynced)
    {
        _isFlushing = true;
        if (isSynced && _active is { PayloadSize: > 0 })
        {
            Seal();
        }

        _flushed.AddRange(_sealed);
        _sealed.Clear();
        foreach (var frame in _flushed)
        {
            while (!frame.IsComplete())
            {
                _gate.Wait();
            }
        }

        _gate.Exit();
        var failure = WriteFrames(isSynced);
        _gate.Enter();
        EndFlush(failure);
        _isFlushing = false;
        if (_awaiting.Count > 0 || _sealed.Count > 0)
        {
            _flusher.Signal();
        }

        _gate.PulseAll();
    }

    private void Answer()
    {
        _answeredLast = 0;
        var answers = _idleAnswers.TryDequeue(out var idle) ? idle : new DurabilityAnswers(_idleAnswers);
        while (_awaiting.TryPeek(out var wait) && (_poison is not null || wait.Lsn <= _durable))
        {
            answers.Add(_awaiting.Dequeue());
            _answeredLast++;
        }

        // Not here: whoever is answered comes to the gate at once.
        _machine.Scheduler.Post(answers.Complete(_poison));
    }

    private LogException? WriteFrames(bool isSynced)
    {
        try
        {
            foreach (var frame in _flushed)
            {
                _writer.Write(frame);
                if (_writer.IsSyncDue)
                {
                    _writer.Sync();
                }
            }

            if (isSynced)
            {
                _writer.Sync();
            }

            return null;
        }
        catch (Exception error)
        {
            // Of whatever kind: a flush that did not end leaves nobody who could say what is durable.
            return new LogException(
                LogError.OutcomeUnknown,
                $"the log cannot be written any more: {error.Message}",
                "what was not acknowledged may or may not be durable; mend the disk and start again",
                error);
        }
    }

    private void EndFlush(LogException? failure)
    {
        _poison ??= failure;
        _durable = failure is null ? _writer.Durable : _durable;
        foreach (var frame in _flushed)
        {
            _free.Push(frame);
        }

        _flushed.Clear();
        if (_awaiting.TryPeek(out var first) && (_poison is not null || first.Lsn <= _durable))
        {
            Answer();
        }
    }

    /// <summary>
    /// The log's own worker: flushes for those who await, writes frames that are full, and witnesses after an idle second.
    /// </summary>
    private void RunFlusher()
    {
        while (_flusher.Wait(_options.IdleDelay) is { } isSignaled)
        {
            _gate.Enter();
            try
            {
                if (_isFlushing || _poison is not null)
                {
                    continue;
                }

                if (!isSignaled)
                {
                    Witness();
                }
                else if (_awaiting.Count > 0 || _sealed.Count > 0)
                {
                    Gather();
                    if (!_isFlushing)
                    {
                        Flush(isSynced: _awaiting.Count > 0);
                    }
                }
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>
    /// Those who were just answered mostly come back at once. Taking them along makes one flush of two, for less than one takes; if they do
    /// not come, the next flushes do not wait for them. The gate is given back meanwhile.
    /// </summary>
    private void Gather()
    {
        if (_answeredLast == 0 || _gathersSkipped > 0)
        {
            _gathersSkipped = Math.Max(0, _gathersSkipped - 1);
            return;
        }

        _gatherTarget = _awaiting.Count + _answeredLast;
        _answeredLast = 0;
        _gate.Exit();
        var isGathered = _machine.Scheduler.SpinUntil(_isGathered, _options.GatherTime);
        _gate.Enter();
        if (!isGathered)
        {
            _gathersSkipped = GathersSkippedAfterNone;
        }
    }

    /// <summary>
    /// Writes an empty frame that says what is durable, if no frame says so yet.
    /// </summary>
    private void Witness()
    {
        var isIdle = _active is null or { PayloadSize: 0 } && _sealed.Count == 0 && _durable == _end;
        if (!isIdle || _witnessed == _durable || _free.Count == 0 || _offset + LogLimits.PageSize > _place.FramesEnd)
        {
            return;
        }

        if (_active is null)
        {
            _active = _free.Pop();
            _active.Open(_place, _offset, _end);
        }

        _witnessed = _durable;
        Seal();
        Flush(isSynced: true);
    }

    private void Close()
    {
        _gate.Enter();
        try
        {
            while (_isFlushing)
            {
                _gate.Wait();
            }

            if (_poison is null)
            {
                Flush(isSynced: true);
            }

            if (_poison is null)
            {
                Witness();
            }

            // Of a poisoned log the frames are not written; but their memory is not given back under somebody who copies.
            foreach (var frame in _active is null ? _sealed : _sealed.Append(_active))
            {
                while (!frame.IsComplete())
                {
                    _gate.Wait();
                }
            }

            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }
}
