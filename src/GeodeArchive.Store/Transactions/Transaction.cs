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
    private readonly Dictionary<GraphId, GraphView> _views = [];
    private readonly SortedDictionary<GraphId, GraphWrites> _writes = [];
    private readonly FormatWriter _encoder = new(128);
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

    internal IReadOnlyCollection<GraphWrites> Writes => _writes.Values;

    /// <summary>The state that was read; null if nothing was.</summary>
    internal DatabaseSnapshot? SnapshotRead => _snapshot;

    /// <summary>A graph, as this transaction sees it.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public GraphView Graph(string name)
    {
        var created = _writes.Values.FirstOrDefault(writes => writes.IsCreated && !writes.IsDropped && writes.Graph.Name == name);
        return created is not null ? Graph(created.Graph.Id) : View(Find(name)) ?? throw NoGraph(name);
    }

    /// <summary>A graph, as this transaction sees it.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public GraphView Graph(GraphId id) => _views.TryGetValue(id, out var view)
        ? view
        : View(Find(id)) ?? throw NoGraph(id.ToString());

    /// <summary>Makes an empty graph.</summary>
    /// <exception cref="ArgumentException">The name is empty, has more than 255 bytes of UTF-8, or is not text.</exception>
    /// <exception cref="StoreException"><see cref="StoreError.Exists"/>; also from <see cref="Commit"/>, if another was faster.</exception>
    public GraphView CreateGraph(string name)
    {
        _ = GraphName.Encode(name);
        DemandWritable();
        var isFree = _writes.Values.All(writes => !writes.IsCreated || writes.IsDropped || writes.Graph.Name != name)
            && (Find(name) is not { } graph || (_writes.TryGetValue(graph.Id, out var dropped) && dropped.IsDropped));
        if (!isFree)
        {
            throw GraphExists(name);
        }

        var created = _database.NewGraph(name);
        var writes = new GraphWrites(created) { IsCreated = true };
        _writes.Add(created.Id, writes);
        return _views[created.Id] = new GraphView(this, created, writes);
    }

    /// <summary>Drops a graph with all that is in it.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public void DropGraph(GraphId id)
    {
        DemandWritable();
        var view = Graph(id);
        var isCreated = view.Writes is { IsCreated: true };
        var dropped = new GraphWrites(view.Graph) { IsCreated = isCreated, IsDropped = true };
        if (isCreated)
        {
            _writes.Remove(id);
        }
        else
        {
            _ = Snapshot;
            _writes[id] = dropped;
        }

        // Whoever still has the view is told.
        view.Writes = dropped;
        _views.Remove(id);
    }

    /// <summary>Commits. When this returns, all changes are durable, and seen by who begins to read now.</summary>
    /// <returns>Where it is in the log; no XID if it changed nothing.</returns>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.Conflict"/>, <see cref="StoreError.Exists"/>, <see cref="StoreError.ReadOnly"/>, <see cref="StoreError.Full"/>,
    /// <see cref="StoreError.TooLarge"/>: nothing was changed. <see cref="StoreError.OutcomeUnknown"/>: all of it or nothing may be there
    /// when the database is opened again. However it ends, the transaction has ended.
    /// </exception>
    public CommitResult Commit()
    {
        var result = BeginCommit();
        _database.WaitCommitted(result);
        return result;
    }

    /// <summary>As <see cref="Commit"/>, without blocking while it becomes durable: for many transactions on few workers.</summary>
    public ValueTask<CommitResult> CommitAsync()
    {
        var result = BeginCommit();
        return result.Xid == Xid.None ? new ValueTask<CommitResult>(result) : _database.WaitCommittedAsync(result);
    }

    /// <summary>
    /// As <see cref="Commit"/>, without waiting: it becomes durable and seen with the next that waits, or with
    /// <see cref="GraphDatabase.WaitCommitted"/>. For loading.
    /// </summary>
    public CommitResult CommitUnwaited() => BeginCommit();

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

    internal GraphWrites AddWrites(Graph graph)
    {
        var writes = new GraphWrites(graph);
        _writes.Add(graph.Id, writes);
        return writes;
    }

    internal void DemandWritable()
    {
        ObjectDisposedException.ThrowIf(_hasEnded, this);
        if (IsReadOnly)
        {
            throw new StoreException(StoreError.ReadOnly, "the transaction is read-only");
        }

        _database.DemandWritable();
    }

    internal byte[] Encode(Action<FormatWriter> encode)
    {
        _encoder.Clear();
        encode(_encoder);
        var row = _encoder.WrittenSpan.ToArray();
        return row.Length <= StoreLimits.ValueSizeMax
            ? row
            : throw new StoreException(
                StoreError.TooLarge, $"{row.Length} bytes in one node or relationship, at most {StoreLimits.ValueSizeMax} are possible");
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

    private CommitResult BeginCommit()
    {
        ObjectDisposedException.ThrowIf(_hasEnded, this);
        try
        {
            return _writes.Values.All(writes => writes.IsEmpty) ? default : _database.Append(this);
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        _hasEnded = true;
        _snapshot?.Release();
        if (_snapshot is not null && !IsReadOnly)
        {
            _database.EndReading(_registered);
        }
    }

    private DatabaseSnapshot TakeSnapshot()
    {
        if (!IsReadOnly)
        {
            _registered = _database.BeginReading();
        }

        try
        {
            return _database.OpenSnapshot();
        }
        catch
        {
            if (!IsReadOnly)
            {
                _database.EndReading(_registered);
            }

            throw;
        }
    }

    private Graph? Find(string name) => _snapshot is null ? _database.FindGraph(name) : _snapshot.Find(name)?.Graph;

    private Graph? Find(GraphId id) => _snapshot is null ? _database.FindGraph(id) : _snapshot.Graphs.GetValueOrDefault(id)?.Graph;

    private GraphView? View(Graph? graph)
    {
        GraphWrites? writes = null;
        if (graph is null || (_writes.TryGetValue(graph.Id, out writes) && writes.IsDropped))
        {
            return null;
        }

        if (!_views.TryGetValue(graph.Id, out var view))
        {
            _views[graph.Id] = view = new GraphView(this, graph, writes);
        }

        return view;
    }

    private static StoreException NoGraph(string name) => new(StoreError.NotFound, $"there is no graph {name}");
}
