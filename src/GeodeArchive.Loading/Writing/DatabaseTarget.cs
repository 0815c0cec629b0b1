using GeodeArchive.Format;
using GeodeArchive.Store;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Loading.Writing;

/// <summary>Puts rows into a graph that the load makes, in transactions that commit in the order of the input.</summary>
internal sealed class DatabaseTarget : ILoadTarget
{
    // However large rows are, a transaction stays far below what one can be.
    private const long BatchBytesMax = 16 << 20;

    private readonly GraphDatabase _database;
    private readonly LoadOptions _options;
    private Transaction _transaction;
    private GraphView _graph;
    private CommitResult _last;
    private long _bytes;
    private int _rows;

    /// <summary>Makes the graph.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.Exists"/>: it holds something, and is not to be replaced.</exception>
    public DatabaseTarget(GraphDatabase database, LoadOptions options)
    {
        _database = database;
        _options = options;
        var id = MakeGraph();
        _transaction = database.Begin();
        _graph = _transaction.Graph(id);
    }

    /// <inheritdoc/>
    public uint NumberOf(NameKind kind, string name) => _graph.NumberOf(kind, name);

    /// <inheritdoc/>
    public long AddNode(byte[] row)
    {
        var id = _graph.CreateEncodedNode(row);
        Count(row);
        return id;
    }

    /// <inheritdoc/>
    public void AddRelationship(byte[] row)
    {
        _ = _graph.CreateEncodedRelationship(row);
        Count(row);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Commit();
        _transaction.Dispose();
        _database.WaitCommitted(_last);
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        _transaction.Dispose();
        using var transaction = _database.Begin();
        transaction.DropGraph(transaction.Graph(_options.Graph).Id);
        transaction.Commit();
    }

    private GraphId MakeGraph()
    {
        using var transaction = _database.Begin();
        if (_database.GraphNames.Contains(_options.Graph))
        {
            var before = transaction.Graph(_options.Graph);
            DemandReplaceable(before);
            transaction.DropGraph(before.Id);
        }

        var id = transaction.CreateGraph(_options.Graph).Id;
        transaction.Commit();
        return id;
    }

    private void DemandReplaceable(GraphView graph)
    {
        if (!_options.ReplacesGraph && (graph.NodeCount > 0 || graph.RelationshipCount > 0))
        {
            throw new StoreException(
                StoreError.Exists,
                $"graph {_options.Graph} has {graph.NodeCount} nodes and {graph.RelationshipCount} relationships",
                "--graph NAME loads into another one, --replace drops this one first");
        }
    }

    private void Count(byte[] row)
    {
        _bytes += row.Length;
        if (++_rows >= _options.BatchSize || _bytes >= BatchBytesMax)
        {
            Commit();
            _transaction = _database.Begin();
            _graph = _transaction.Graph(_graph.Id);
            _rows = 0;
            _bytes = 0;
        }
    }

    private void Commit()
    {
        var result = _transaction.CommitUnwaited();
        _last = result.Xid == Xid.None ? _last : result;
        _transaction.Dispose();
    }
}
