using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Store;

/// <content>Putting what is durable into the trees: the same way when it was just committed, and at recovery.</content>
public sealed partial class GraphDatabase
{
    // What takes longer to apply leaves a snapshot for readers who come meanwhile.
    private const long QuickSize = 256 << 10;

    private readonly List<(GraphId Graph, GraphFingerprint Fingerprint)> _entries = [];
    private readonly FormatWriter _parts = new(0);
    private volatile ImmutableDictionary<string, Graph> _visible = ImmutableDictionary<string, Graph>.Empty;
    private Graph? _lastGraph;
    private ulong _appliedXid;
    private ulong _appliedLsn;
    private long _timeMax = long.MinValue;
    private long _dirtySize;
    private bool _isRecovering;
    private bool _isUnappliable;

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
            ApplyDurable();
        }
        finally
        {
            _applyGate.Exit();
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
            CreateSnapshotUnderGate().Release();
        }

        var xid = Xid.None;
        var end = Lsn.Zero;
        try
        {
            while (_pending.TryPeek(out var next) && next.End <= durable)
            {
                Apply(next.Records.Bytes, next.End);
                (xid, end) = (next.Xid, next.End);
                _pending.TryDequeue(out _);
                Interlocked.Add(ref _pendingSize, -next.Records.Size);
                if (next.Records.Size <= BatchSizeKept)
                {
                    _idleBatches.Enqueue(next.Records);
                }
            }
        }
        catch (StoreException error)
        {
            // The trees are between two states: no snapshot of them is taken any more, and no checkpoint.
            _isUnappliable = true;
            Fail(error);
        }

        // Otherwise nobody will see any of them: not even those before the one that failed.
        if (xid != Xid.None && !_isUnappliable)
        {
            EndApplying(xid, end);
        }
    }

    private void EndApplying(Xid xid, Lsn end)
    {
        DropCurrent();
        Volatile.Write(ref _dirtySize, _store.DirtySize);
        Volatile.Write(ref _appliedXid, xid.Value);
        Volatile.Write(ref _appliedLsn, end.Value);
        _commitGate.Enter();
        _recent.Prune(xid);
        _commitGate.Exit();
    }

    /// <summary>Applies the records of one transaction.</summary>
    private void Apply(ReadOnlySpan<byte> records, Lsn end)
    {
        try
        {
            for (var position = 0; position < records.Length;)
            {
                var header = LogRecordHeader.Decode(records[position..], -1);
                var body = records.Slice(position + LogRecordHeader.Size, header.BodySize);
                position += header.TotalSize;
                if (header.Type == LogRecordType.Commit)
                {
                    EndTransaction(LogCommit.Decode(body, -1), body);
                }
                else
                {
                    Apply(RedoRecord.Decode(header.Type, body));
                }
            }
        }
        catch (ArchiveFormatException damage)
        {
            throw Damage(end, damage.Message, damage);
        }
    }

    private void Apply(RedoRecord record)
    {
        switch (record.Type)
        {
            case RedoType.Part:
                _parts.WriteBytes(record.Bytes);
                break;
            case RedoType.Node:
                TreeOf(record.Graph).PutNode(record.Id, WholeRow(record.Bytes));
                _parts.Clear();
                break;
            case RedoType.NodeDeleted:
                TreeOf(record.Graph).DeleteNode(record.Id);
                break;
            case RedoType.Relationship:
                TreeOf(record.Graph).PutRelationship(record.Id, WholeRow(record.Bytes));
                _parts.Clear();
                break;
            case RedoType.RelationshipDeleted:
                TreeOf(record.Graph).DeleteRelationship(record.Id);
                break;
            case RedoType.Name:
                AddName(record);
                break;
            case RedoType.GraphCreated:
                CreateGraph(record.Graph, GraphName.Decode(record.Bytes));
                break;
            case RedoType.GraphDropped:
                DropGraph(record.Graph);
                break;
        }
    }

    private ReadOnlySpan<byte> WholeRow(ReadOnlySpan<byte> rest)
    {
        if (_parts.Length == 0)
        {
            return rest;
        }

        _parts.WriteBytes(rest);
        return _parts.Length <= StoreLimits.ValueSizeMax
            ? _parts.WrittenSpan
            : throw Contradiction(FormatError.TooLarge, $"a row of {_parts.Length} bytes");
    }

    private void AddName(RedoRecord record)
    {
        var graph = GraphOf(record.Graph);
        var name = GraphName.Decode(record.Bytes);
        if (!graph.Names.TryNote(record.Kind, (uint)record.Id, name, record.Bytes, out var entry))
        {
            throw Contradiction(FormatError.BadReference, $"{record.Kind} {record.Id} is a name that is another's");
        }

        if (!entry.IsApplied)
        {
            entry.IsApplied = true;
            entry.IsLogged = true;
            graph.Tree!.AddName(entry);
        }
    }

    private void CreateGraph(GraphId id, string name)
    {
        if (_visible.ContainsKey(name) || (_graphs.TryGetValue(id, out var known) && known.Tree is not null))
        {
            throw Contradiction(FormatError.BadReference, $"there is a graph {id}, or one of that name, already");
        }

        // That of the transaction, but at recovery.
        var graph = _graphs.GetOrAdd(id, number => new Graph(_machine.Scheduler, number, name));
        var tree = GraphTree.Create(_store.CreateGraph(id), name);
        tree.IsProven = _isRecovering;
        graph.Use(tree);
        _visible = _visible.Add(name, graph);
    }

    private void DropGraph(GraphId id)
    {
        var graph = GraphOf(id);
        _store.DropGraph(id);
        graph.IsDropped = true;
        _graphs.TryRemove(id, out _);
        _visible = _visible.Remove(graph.Name);
        _lastGraph = null;
    }

    private void EndTransaction(LogCommit commit, ReadOnlySpan<byte> body)
    {
        CommitFingerprints.Decode(body, -1, _entries);
        foreach (var (id, fingerprint) in _entries)
        {
            var tree = TreeOf(id);
            if (tree.IsProven && tree.Fingerprint != fingerprint)
            {
                throw Contradiction(
                    FormatError.BadReference,
                    $"graph {tree.Name} is not what transaction {commit.Xid} left: its rows give {tree.Fingerprint}, the commit {fingerprint}");
            }

            tree.Fingerprint = fingerprint;
        }

        if (_parts.Length > 0)
        {
            throw Contradiction(FormatError.Truncated, "the end of a row is missing");
        }

        _timeMax = Math.Max(_timeMax, commit.Time);
    }

    private GraphTree TreeOf(GraphId id) => GraphOf(id).Tree!;

    private Graph GraphOf(GraphId id)
    {
        if (_lastGraph is { } last && last.Id == id)
        {
            return last;
        }

        return _lastGraph = _graphs.TryGetValue(id, out var graph) && graph.Tree is not null
            ? graph
            : throw Contradiction(FormatError.BadReference, $"there is no graph {id}");
    }

    private static StoreException Damage(Lsn end, string message, Exception? inner) => new(
        StoreError.Damaged,
        $"the transaction up to {end} in the log does not go with the store: {message}",
        "restore the data directory from a backup; the files are left as they are",
        inner);

    private static ArchiveFormatException Contradiction(FormatError error, string detail) => new(error, "redo record", -1, detail);
}
