using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Store.Transactions;

/// <summary>
/// Reads one state of the database and gathers changes, which are made all together or not at all. Nobody waits for it, nor it for anybody,
/// before it commits; then the first of two that changed the same wins (snapshot isolation). For one worker at a time.
/// </summary>
/// <remarks>The state is taken when something is first read: a transaction that only adds reads none.</remarks>
public sealed class Transaction : IDisposable
{
    private readonly GraphDatabase _database;
    private readonly List<GraphView> _views = [];
    private DatabaseSnapshot? _snapshot;
    private Xid _registered;
    private bool _hasEnded;
    private long _size;

    internal Transaction(GraphDatabase database, bool isReadOnly)
    {
        _database = database;
        IsReadOnly = isReadOnly;
    }

    /// <summary>Whether it can change nothing.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The state that it reads.</summary>
    /// <exception cref="StoreException">The database was closed, or a page is damaged.</exception>
    public DatabaseSnapshot Snapshot
    {
        get
        {
            ObjectDisposedException.ThrowIf(_hasEnded, this);
            return _snapshot ??= TakeSnapshot();
        }
    }

    /// <summary>The state that was read; null if nothing was.</summary>
    internal DatabaseSnapshot? SnapshotRead => _snapshot;

    /// <summary>A graph, as this transaction sees it.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public GraphView Graph(string name)
    {
        foreach (var view in _views)
        {
            if (view.Name == name && !view.IsDropped)
            {
                return view;
            }
        }

        return View(Find(name)) ?? throw NoGraph(name);
    }

    /// <summary>A graph, as this transaction sees it.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public GraphView Graph(GraphId id)
    {
        foreach (var view in _views)
        {
            if (view.Id == id && !view.IsDropped)
            {
                return view;
            }
        }

        return View(_snapshot is null ? _database.FindGraph(id) : _snapshot.Graphs.GetValueOrDefault(id)?.Graph)
            ?? throw NoGraph(id.ToString());
    }

    /// <summary>Makes an empty graph.</summary>
    /// <exception cref="ArgumentException">The name is empty, has more than 255 bytes of UTF-8, or is not text.</exception>
    /// <exception cref="StoreException"><see cref="StoreError.Exists"/>; also from <see cref="Commit"/>, if another was faster.</exception>
    public GraphView CreateGraph(string name)
    {
        _ = GraphName.Encode(name);
        DemandWritable();
        var isTaken = _views.Exists(view => view.Name == name && !view.IsDropped)
            || (Find(name) is { } graph && !_views.Exists(view => view.Id == graph.Id && view.IsDropped));
        if (isTaken)
        {
            throw GraphExists(name);
        }

        var created = _database.NewGraph(name);
        var added = new GraphView(this, created, new GraphWrites(created) { IsCreated = true });
        _views.Add(added);
        return added;
    }

    /// <summary>Drops a graph with all that is in it.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public void DropGraph(GraphId id)
    {
        DemandWritable();
        var view = Graph(id);
        _views.Remove(view);
        if (view.Writes is not { IsCreated: true })
        {
            _ = Snapshot;
            _views.Add(new GraphView(this, view.Graph, new GraphWrites(view.Graph) { IsDropped = true }));
        }

        view.End();
    }

    /// <summary>Commits. When this returns, all changes are durable, and seen by who begins to read now.</summary>
    /// <returns>Where it is in the log; no XID if it changed nothing.</returns>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.Conflict"/>, <see cref="StoreError.Exists"/>, <see cref="StoreError.ReadOnly"/>, <see
    /// cref="StoreError.Full"/>,
    /// <see cref="StoreError.TooLarge"/>: nothing was changed. <see cref="StoreError.OutcomeUnknown"/>: all of it or nothing may be there
    /// when the database is opened again. However it ends, the transaction has ended.
    /// </exception>
    public CommitResult Commit()
    {
        var result = CommitUnwaited();
        _database.WaitCommitted(result);
        return result;
    }

    /// <summary>As <see cref="Commit"/>, without blocking while it becomes durable: for many transactions on few workers.</summary>
    public ValueTask<CommitResult> CommitAsync()
    {
        var result = CommitUnwaited();
        return result.Xid == Xid.None ? new ValueTask<CommitResult>(result) : _database.WaitCommittedAsync(result);
    }

    /// <summary>
    /// As <see cref="Commit"/>, without waiting: it becomes durable and seen with the next that waits, or with
    /// <see cref="GraphDatabase.WaitCommitted"/>. For loading.
    /// </summary>
    public CommitResult CommitUnwaited()
    {
        ObjectDisposedException.ThrowIf(_hasEnded, this);
        try
        {
            var changes = Changes();
            return changes.Count == 0 ? default : _database.Append(changes, _snapshot);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Ends the transaction; what was not committed never was.</summary>
    public void Dispose()
    {
        if (!_hasEnded)
        {
            End();
        }
    }

    internal static StoreException GraphExists(string name) => new(StoreError.Exists, $"there is a graph {name} already");

    internal GraphSnapshot SnapshotOf(Graph graph) => Snapshot.Graphs.TryGetValue(graph.Id, out var snapshot)
        ? snapshot
        : throw NoGraph(graph.Name);

    internal void DemandWritable()
    {
        ObjectDisposedException.ThrowIf(_hasEnded, this);
        if (IsReadOnly)
        {
            throw new StoreException(StoreError.ReadOnly, "the transaction is read-only");
        }

        _database.DemandWritable();
    }

    /// <summary>Counts what the log will need for one more change.</summary>
    internal void Count(int rowSize)
    {
        // Graph, id, header, and those of parts.
        const int Overhead = 32;
        _size += rowSize + Overhead + (rowSize / RedoRecord.PartSizeMax * LogRecordHeader.Size);
        if (_size > _database.TransactionSizeMax)
        {
            throw new StoreException(
                StoreError.TooLarge,
                $"the transaction has more than {_database.TransactionSizeMax} bytes of changes",
                "split it into several; or raise wal.max_size_mb if that is less than 512");
        }
    }

    /// <summary>What it changes, ascending by graph.</summary>
    private List<GraphWrites> Changes()
    {
        var changes = new List<GraphWrites>(_views.Count);
        foreach (var view in _views)
        {
            if (view.Writes is { IsEmpty: false } writes)
            {
                changes.Add(writes);
            }
        }

        if (changes.Count > 1)
        {
            changes.Sort(static (left, right) => left.Graph.Id.CompareTo(right.Graph.Id));
        }

        return changes;
    }

    private void End()
    {
        _hasEnded = true;
        if (_snapshot is not null)
        {
            _snapshot.Release();
            if (!IsReadOnly)
            {
                _database.EndReading(_registered);
            }
        }
    }

    private DatabaseSnapshot TakeSnapshot()
    {
        if (IsReadOnly)
        {
            return _database.OpenSnapshot();
        }

        _registered = _database.BeginReading();
        try
        {
            return _database.OpenSnapshot();
        }
        catch
        {
            _database.EndReading(_registered);
            throw;
        }
    }

    private Graph? Find(string name) => _snapshot is null ? _database.FindGraph(name) : _snapshot.Find(name)?.Graph;

    private GraphView? View(Graph? graph)
    {
        if (graph is null || _views.Exists(view => view.Id == graph.Id && view.IsDropped))
        {
            return null;
        }

        var added = new GraphView(this, graph);
        _views.Add(added);
        return added;
    }

    private static StoreException NoGraph(string name) => new(StoreError.NotFound, $"there is no graph {name}");
}
