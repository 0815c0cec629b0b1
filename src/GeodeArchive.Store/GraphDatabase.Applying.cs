using GeodeArchive.Format;

namespace GeodeArchive.Store;

/// <content>Putting what is durable into the trees: the same way when it was just committed, and at recovery.</content>
public sealed partial class GraphDatabase
{
    // What takes longer to apply leaves a snapshot for readers who come meanwhile.
    private const long QuickSize = 256 << 10;

    private ulong _appliedXid;
    private ulong _appliedLsn;
    private long _dirtySize;
    private bool _isUnappliable;
    private bool _isApplyingOver;

    /// <summary>The place up to which transactions are in the trees, and seen.</summary>
    public Lsn Applied => new(Volatile.Read(ref _appliedLsn));

    /// <summary>The last transaction that is in the trees, and seen.</summary>
    public Xid AppliedXid => new(Volatile.Read(ref _appliedXid));

    /// <summary>Puts all durable commits into the trees, if those up to a place are not yet there.</summary>
    private void ApplyThrough(Lsn end)
    {
        if (Applied >= end)
        {
            return;
        }

        _applyGate.Enter();
        try
        {
            if (!_isApplyingOver)
            {
                ApplyDurable();
            }
        }
        finally
        {
            _applyGate.Exit();
        }

        if (Applied < end && _failure is null)
        {
            throw new StoreException(
                StoreError.Closed, $"the transaction up to {end} is durable; the database was closed before it was seen");
        }

        if (Applied < end)
        {
            throw new StoreException(
                StoreError.Failed,
                $"the transaction up to {end} is durable, but cannot be seen before the next start: {_failure?.Message}",
                _failure?.Hint,
                _failure);
        }

        WakeCheckpointsIfDue();
    }

    /// <summary>Under the apply gate.</summary>
    private void ApplyDurable()
    {
        var durable = _log.Durable;
        if (_isUnappliable || !_pending.TryPeek(out var first) || first.End > durable)
        {
            return;
        }

        if (Volatile.Read(ref _pendingSize) > QuickSize)
        {
            TryCreateSnapshot();
        }

        try
        {
            while (_pending.TryPeek(out var next) && next.End <= durable)
            {
                _applier.Apply(next.Records.Bytes, next.End);
                _pending.TryDequeue(out _);
                Interlocked.Add(ref _pendingSize, -next.Size);
                if (next.Size <= BatchSizeKept && _idleBatches.Count < BatchCountKept)
                {
                    _idleBatches.Enqueue(next.Records);
                }
            }
        }
        catch (StoreException error)
        {
            FailApplying(error);
        }
        catch (Exception error)
        {
            FailApplying(new StoreException(StoreError.Failed, $"a commit cannot be put into the trees: {error.Message}", null, error));
            throw;
        }

        EndApplying();
    }

    /// <summary>The trees are between two states: no snapshot of them is taken any more, and no checkpoint.</summary>
    private void FailApplying(StoreException failure)
    {
        _isUnappliable = true;
        Fail(failure);
    }

    /// <summary>For those who begin to read while much is applied. Without it they wait.</summary>
    private void TryCreateSnapshot()
    {
        try
        {
            CreateSnapshotUnderGate().Release();
        }
        catch (StoreException)
        {
            // Whoever needs one is told.
        }
    }

    private void EndApplying()
    {
        if (_isUnappliable)
        {
            // Nobody will see any of them: not even those before the one that failed.
            return;
        }

        DropCurrent();
        Volatile.Write(ref _dirtySize, _store.DirtySize);
        NoteApplied();
    }

    /// <summary>What is applied is seen from now on.</summary>
    private void NoteApplied()
    {
        Volatile.Write(ref _appliedXid, _applier.Xid.Value);
        Volatile.Write(ref _appliedLsn, _applier.Lsn.Value);
    }
}
