using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Store.Transactions;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Store;

/// <content>Committing: from a transaction's changes to durable records.</content>
public sealed partial class GraphDatabase
{
    private const int RecentCountMax = 1 << 20;
    private const int BatchSizeKept = 16 << 10;
    private const int BatchCountKept = 256;

    private readonly RecentCommits _recent;
    private readonly Dictionary<string, Graph> _committedNames = [];
    private readonly ConcurrentQueue<LogBatch> _idleBatches = [];
    private readonly ConcurrentQueue<PendingCommit> _pending = [];
    private readonly FormatWriter _fingerprints = new(64);
    private Xid _lastXid;
    private long _pendingSize;

    /// <summary>Waits until a commit is durable and in the trees.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.OutcomeUnknown"/>; or it cannot be put into the trees.</exception>
    public void WaitCommitted(CommitResult commit)
    {
        if (commit.Xid == Xid.None)
        {
            return;
        }

        try
        {
            _log.WaitDurable(commit.Lsn);
        }
        catch (LogException error)
        {
            throw Failed(error);
        }

        ApplyThrough(commit.Lsn);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<CommitResult> WaitCommittedAsync(CommitResult commit)
    {
        try
        {
            await _log.WaitDurableAsync(commit.Lsn).ConfigureAwait(false);
        }
        catch (LogException error)
        {
            throw Failed(error);
        }

        ApplyThrough(commit.Lsn);
        return commit;
    }

    /// <summary>Notes that a transaction that may commit begins to read: a bound of what it reads.</summary>
    internal Xid BeginReading() => _recent.Begin(() => AppliedXid);

    /// <summary>It has ended.</summary>
    internal void EndReading(Xid xid) => _recent.End(xid);

    /// <summary>Checks a transaction and puts it into the log: from here on it is in order, and maybe durable.</summary>
    /// <param name="changes">What it changes, ascending by graph.</param>
    /// <param name="before">What it read; null if nothing.</param>
    internal CommitResult Append(List<GraphWrites> changes, DatabaseSnapshot? before)
    {
        var started = _machine.Clock.GetTimestamp();
        WaitForRoom(started);
        if (!_idleBatches.TryDequeue(out var batch))
        {
            batch = new LogBatch();
        }

        try
        {
            RedoWriter.Write(changes, before, batch);
            _commitGate.Enter();
            try
            {
                DemandWritable();
                DemandNoConflict(changes, before);
                return Append(changes, batch, started);
            }
            finally
            {
                _commitGate.Exit();
            }
        }
        catch (LogException error)
        {
            throw Failed(error);
        }
    }

    private CommitResult Append(List<GraphWrites> changes, LogBatch batch, long started)
    {
        var commit = new LogCommit(_lastXid.Next, _store.Now);
        batch.AddCommit(commit, Fingerprints(changes));
        var end = AppendToLog(batch, started);
        _lastXid = commit.Xid;
        foreach (var writes in changes)
        {
            writes.Graph.Committed = writes.Sum;
            writes.Graph.LastChanged = commit.Xid;
            Note(commit.Xid, writes);
        }

        // Here and not where they are applied: that must go on while somebody waits under the commit gate for room in the log.
        _recent.Prune(AppliedXid);

        // First: once it is in the queue, the batch may be somebody else's.
        var size = batch.Capacity;
        var pending = Interlocked.Add(ref _pendingSize, size);
        _pending.Enqueue(new PendingCommit(batch, size, commit.Xid, commit.Time, end));
        if (pending > DrainedSizeMax && pending - size <= DrainedSizeMax)
        {
            WakeDrainer();
        }

        return new CommitResult(commit.Xid, end, commit.Time);
    }

    /// <summary>Appends; where there is no room, asks for the checkpoints that make it, and waits.</summary>
    private Lsn AppendToLog(LogBatch batch, long started)
    {
        try
        {
            return _log.Append(batch, TimeSpan.Zero);
        }
        catch (LogException error) when (error.Error == LogError.Full)
        {
            // Room is also made before it must be, where a checkpoint is due by what the log holds.
            if (_log.NeedsRelease(batch.Size) || _log.End - _log.Oldest + batch.Size > _options.CheckpointLogSizeInForce)
            {
                DemandRoom();
            }

            return _log.Append(batch, _options.Log.CommitTimeout - _machine.Clock.GetElapsedTime(started));
        }
    }

    /// <summary>What the commit record says of the graphs; their sums become whole ones.</summary>
    private ReadOnlySpan<byte> Fingerprints(List<GraphWrites> changes)
    {
        var count = changes.Count;
        foreach (var writes in changes)
        {
            count -= writes.IsDropped ? 1 : 0;
        }

        _fingerprints.Clear();
        CommitFingerprints.WriteCount(_fingerprints, count);
        foreach (var writes in changes)
        {
            foreach (var name in writes.Names)
            {
                writes.Sum += name.IsLogged ? default : name.Fingerprint();
            }

            writes.Sum += writes.Graph.Committed;
            if (!writes.IsDropped)
            {
                CommitFingerprints.WriteEntry(_fingerprints, writes.Graph.Id, writes.Sum);
            }
        }

        return _fingerprints.WrittenSpan;
    }

    private void DemandNoConflict(List<GraphWrites> changes, DatabaseSnapshot? before)
    {
        foreach (var writes in changes)
        {
            if (writes.IsCreated)
            {
                DemandFreeName(changes, writes.Graph.Name);
            }
            else if (writes.Graph.IsDropped || (writes.IsDropped && writes.Graph.LastChanged > before!.Xid))
            {
                throw Conflict($"graph {writes.Graph.Name}");
            }

            if (writes.CanConflict)
            {
                DemandNoConflict(writes, before!.Xid);
            }
        }
    }

    private void DemandNoConflict(GraphWrites writes, Xid before)
    {
        if (before < _recent.Forgotten)
        {
            throw new StoreException(
                StoreError.Conflict, "the transaction ran too long: what others changed meanwhile is not known any more", "try it again");
        }

        foreach (var (key, what) in ChangeSet.Checks(writes))
        {
            if (_recent.IsChangedAfter(before, key))
            {
                throw Conflict($"{what} {key.Id} of graph {writes.Graph.Name}");
            }
        }
    }

    private void DemandFreeName(List<GraphWrites> changes, string name)
    {
        if (_committedNames.TryGetValue(name, out var other)
            && !changes.Exists(writes => writes.IsDropped && writes.Graph == other))
        {
            throw Transaction.GraphExists(name);
        }
    }

    private void Note(Xid xid, GraphWrites writes)
    {
        if (writes.IsDropped)
        {
            writes.Graph.IsDropped = true;
            if (_committedNames.TryGetValue(writes.Graph.Name, out var named) && named == writes.Graph)
            {
                _committedNames.Remove(writes.Graph.Name);
            }

            return;
        }

        foreach (var name in writes.Names)
        {
            writes.Graph.Names.NoteLogged(name);
        }

        if (writes.IsCreated)
        {
            // The transaction may drop the one that had the name until now, before this or after.
            _committedNames[writes.Graph.Name] = writes.Graph;
            _applier.Graphs[writes.Graph.Id] = writes.Graph;
            return;
        }

        if (writes.CanConflict)
        {
            foreach (var key in ChangeSet.Notes(writes))
            {
                _recent.Note(xid, key);
            }
        }
    }

    /// <summary>Waits while too much is not yet in the trees, or in the trees and not yet in the files.</summary>
    private void WaitForRoom(long started)
    {
        if (Volatile.Read(ref _pendingSize) > _options.PendingSizeMax && _pending.TryPeek(out var first))
        {
            WaitCommitted(new CommitResult(first.Xid, first.End, first.Time));
        }

        if (Volatile.Read(ref _dirtySize) > 2 * _options.DirtySizeMax)
        {
            WaitForCheckpoint(started);
        }
    }

    private StoreException Failed(LogException error)
    {
        var failure = StoreException.From(error);
        return error.Error == LogError.OutcomeUnknown ? Fail(failure) : failure;
    }

    private static StoreException Conflict(string what) =>
        new(StoreError.Conflict, $"another transaction changed {what} first", "try it again");
}
