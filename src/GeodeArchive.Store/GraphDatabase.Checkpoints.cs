using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Store.Checkpoints;
using GeodeArchive.Wal;

namespace GeodeArchive.Store;

/// <content>Checkpoints: by time, by what the log holds, by what changed in memory, and on demand.</content>
public sealed partial class GraphDatabase
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly IGate _checkpointGate;
    private IWorker? _checkpointer;
    private StoreException? _checkpointFailure;
    private Lsn _released;
    private long _checkpointsWanted;
    private long _checkpointsEnded;
    private bool _isStopping;

    // Still to be made so that log is given back, whatever changed since the last.
    private int _roomCheckpoints;
    private long _roomDemands;

    /// <summary>Why the last checkpoint failed; null if it did not. The next one tries again.</summary>
    public StoreException? CheckpointFailure => Volatile.Read(ref _checkpointFailure);

    /// <summary>
    /// Makes a checkpoint: all that is committed when this is called is in the store's files when it returns, and older log is given back.
    /// </summary>
    /// <exception cref="StoreException">It failed; the database goes on with the checkpoint before it.</exception>
    public void Checkpoint()
    {
        DemandWritable();
        _checkpointGate.Enter();
        try
        {
            var wanted = ++_checkpointsWanted;
            _checkpointGate.PulseAll();
            while (_checkpointsEnded < wanted)
            {
                if (_isStopping)
                {
                    throw new StoreException(StoreError.Closed, "the database was closed");
                }

                _checkpointGate.Wait();
            }

            if (_checkpointFailure is { } failure)
            {
                throw new StoreException(failure.Error, failure.Message, failure.Hint, failure);
            }
        }
        finally
        {
            _checkpointGate.Exit();
        }
    }

    private bool IsCheckpointDue => Applied - _store.Last.CheckpointLsn > _options.CheckpointLogSizeInForce
        || Volatile.Read(ref _dirtySize) > _options.DirtySizeMax;

    private void StartCheckpoints() => _checkpointer = _machine.Scheduler.Start("checkpointer", RunCheckpoints);

    private void StopCheckpoints()
    {
        _checkpointGate.Enter();
        _isStopping = true;
        _checkpointGate.PulseAll();
        _checkpointGate.Exit();
        _checkpointer?.Join();
    }

    /// <summary>
    /// Asks for all log to be given back that can be: the first checkpoint stands at its end, the second makes that the one before the
    /// last.
    /// </summary>
    private void DemandRoom()
    {
        _checkpointGate.Enter();
        _roomCheckpoints = 2;
        _roomDemands++;
        _checkpointGate.PulseAll();
        _checkpointGate.Exit();
    }

    private void WakeCheckpointsIfDue()
    {
        if (IsCheckpointDue)
        {
            WakeCheckpoints();
        }
    }

    private void WakeCheckpoints()
    {
        _checkpointGate.Enter();
        _checkpointGate.PulseAll();
        _checkpointGate.Exit();
    }

    /// <summary>Waits while too much is in memory only.</summary>
    private void WaitForCheckpoint(long started)
    {
        WakeCheckpoints();
        _checkpointGate.Enter();
        try
        {
            while (Volatile.Read(ref _dirtySize) > 2 * _options.DirtySizeMax && _failure is null && !_isStopping)
            {
                var left = _options.Log.CommitTimeout - _machine.Clock.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                {
                    throw new StoreException(
                        StoreError.Full,
                        $"{_dirtySize >> 20} MB of changes wait for a checkpoint: {_checkpointFailure?.Message ?? "the disk is too slow"}",
                        "free some space, or see why the disk is slow; nothing was changed");
                }

                _checkpointGate.Wait(left);
            }
        }
        finally
        {
            _checkpointGate.Exit();
        }
    }

    private void RunCheckpoints()
    {
        var last = _machine.Clock.GetTimestamp();
        while (true)
        {
            long wanted;
            bool isForRoom;
            long roomDemands;
            _checkpointGate.Enter();
            try
            {
                while (!_isStopping && _checkpointsEnded == _checkpointsWanted && !IsDue(last, out var left))
                {
                    _checkpointGate.Wait(left);
                }

                if (_isStopping)
                {
                    return;
                }

                wanted = _checkpointsWanted;
                isForRoom = _roomCheckpoints > 0;
                roomDemands = _roomDemands;
            }
            finally
            {
                _checkpointGate.Exit();
            }

            var failure = TryCheckpoint(isForRoom, isAsked: wanted != _checkpointsEnded);
            last = _machine.Clock.GetTimestamp();
            _checkpointGate.Enter();
            Volatile.Write(ref _checkpointFailure, failure);
            _roomCheckpoints -= failure is null && isForRoom && roomDemands == _roomDemands ? 1 : 0;
            _checkpointsEnded = wanted;
            _checkpointGate.PulseAll();
            _checkpointGate.Exit();
        }
    }

    private bool IsDue(long last, out TimeSpan left)
    {
        var interval = _checkpointFailure is null ? _options.CheckpointInterval : RetryDelay;
        left = interval - _machine.Clock.GetElapsedTime(last);
        if (_failure is not null)
        {
            // Nothing more can come; what is asked for on demand is answered.
            left = _options.CheckpointInterval;
            return false;
        }

        var isTime = left <= TimeSpan.Zero;
        left = isTime ? interval : left;
        return (isTime && (_roomCheckpoints > 0 || Applied > _store.Last.CheckpointLsn))
            || (_checkpointFailure is null && (_roomCheckpoints > 0 || IsCheckpointDue));
    }

    private StoreException? TryCheckpoint(bool isForRoom, bool isAsked)
    {
        try
        {
            if (isForRoom || isAsked)
            {
                // Also what nobody waits for.
                _log.WaitDurable(_log.End);
            }

            WriteCheckpoint(isForRoom);
            return null;
        }
        catch (LogException error)
        {
            return Fail(StoreException.From(error));
        }
        catch (StoreException error)
        {
            return error;
        }
        catch (Exception error)
        {
            // Of whatever kind: without checkpoints the log would fill, and nobody would know why.
            return Fail(new StoreException(StoreError.Failed, $"no checkpoint can be made: {error.Message}", null, error));
        }
    }

    /// <summary>Writes a checkpoint of what is durable now, and gives back log that no checkpoint in use needs.</summary>
    /// <param name="isAlways">Also if nothing changed since the last.</param>
    private void WriteCheckpoint(bool isAlways = false)
    {
        Checkpoint checkpoint;
        CheckpointMark mark;
        _applyGate.Enter();
        try
        {
            ApplyDurable();
            if (_isUnappliable)
            {
                throw new StoreException(_failure!.Error, _failure.Message, _failure.Hint, _failure);
            }

            mark = new CheckpointMark(_log.Timeline.TimelineId, _log.Timeline.Epoch, _applier.Lsn);
            if (!isAlways && mark.Lsn == _store.Last.CheckpointLsn && _store.DirtySize == 0)
            {
                return;
            }

            _applier.FlushForCheckpoint();
            checkpoint = _store.BeginCheckpoint(mark);
        }
        finally
        {
            _applyGate.Exit();
        }

        using (checkpoint)
        {
            checkpoint.Write();
        }

        _applyGate.Enter();
        Volatile.Write(ref _dirtySize, _store.DirtySize);
        _applyGate.Exit();
        _log.Release(_released);
        _released = mark.Lsn;
    }
}
