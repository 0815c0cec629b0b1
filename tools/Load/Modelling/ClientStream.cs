using GeodeArchive.Simulation;

namespace GeodeArchive.Load.Modelling;

/// <summary>
/// The transactions of a client, as a function of a seed, with the state after the last one. Each is drawn from a seed of its own and
/// the state before it, so that a stream can be gone through again up to any transaction. Clients share no row that anybody changes: in
/// whatever order their transactions are committed, the state is the union of theirs.
/// </summary>
public sealed class ClientStream
{
    // A client has about so many rows of a kind in a graph: it deletes more often than not when it has more.
    private const int RowCountUsual = 150;

    private readonly ulong _seed;
    private readonly int _client;
    private readonly List<GraphChange> _changes = [];
    private SeededRandom _random = new(0);
    private RowGenerator _rows;

    /// <summary>A stream before its first transaction.</summary>
    public ClientStream(ulong seed, int client)
    {
        _seed = seed;
        _client = client;
        _rows = new RowGenerator(_random, client, sequence: 0);
    }

    /// <summary>The state after the last transaction that was drawn. The stream's: for reading.</summary>
    public ClientModel Model { get; } = new();

    /// <summary>The state after a transaction.</summary>
    public static ClientModel ModelAt(ulong seed, int client, long sequence)
    {
        var stream = new ClientStream(seed, client);
        stream.SkipTo(sequence);
        return stream.Model;
    }

    /// <summary>Goes on to the state after a transaction.</summary>
    public void SkipTo(long sequence)
    {
        while (Model.Sequence < sequence)
        {
            Next();
        }
    }

    /// <summary>The next transaction.</summary>
    public LoadTransaction Next()
    {
        var sequence = Model.Sequence + 1;
        _random = new SeededRandom(SeededRandom.Derive(_seed, $"client {_client}, transaction {sequence}"));
        _rows = new RowGenerator(_random, _client, sequence);
        _changes.Clear();
        var changesGraphsFirst = _random.OneIn(2);
        if (changesGraphsFirst)
        {
            ChangeGraphs();
        }

        // Most are small, some are not.
        var count = _random.OneIn(40) ? 50 + _random.Next(150) : _random.Next(8);
        for (var i = 0; i < count; i++)
        {
            ChangeRow(ChooseGraph());
        }

        if (!changesGraphsFirst)
        {
            ChangeGraphs();
        }

        Add(new GraphChange(ChangeKind.NodePut, ModelNames.MainGraph, ModelNames.MarkerNumber, _rows.Marker()));
        Model.Sequence = sequence;
        return new LoadTransaction(_client, sequence, [.. _changes]);
    }

    private void Add(GraphChange change)
    {
        _changes.Add(change);
        Model.Apply(change);
    }

    private void ChangeGraphs()
    {
        if (!_random.OneIn(20))
        {
            return;
        }

        var own = ModelNames.OwnGraph(_client);
        var isThere = Model.Graphs.ContainsKey(own);
        if (isThere)
        {
            Add(new GraphChange(ChangeKind.GraphDropped, own));
        }

        // Sometimes another one of that name at once.
        if (!isThere || _random.OneIn(4))
        {
            Add(new GraphChange(ChangeKind.GraphCreated, own));
        }
    }

    private string ChooseGraph()
    {
        var own = ModelNames.OwnGraph(_client);
        return _random.Next(100) switch
        {
            < 80 => ModelNames.MainGraph,
            < 90 => ModelNames.SideGraph,
            _ => Model.Graphs.ContainsKey(own) ? own : ModelNames.MainGraph,
        };
    }

    private void ChangeRow(string name)
    {
        var graph = Model.Graphs[name];
        if (_random.Percent(60))
        {
            ChangeNode(name, graph);
        }
        else
        {
            ChangeRelationship(name, graph);
        }
    }

    private void ChangeNode(string name, ModelGraph graph)
    {
        var isFew = graph.Nodes.Count < RowCountUsual;
        var draw = _random.Next(100);
        var number = draw < (isFew ? 50 : 20) ? null : Choose(graph.Nodes.Keys, graph.Nodes.Count);
        if (number is null or ModelNames.MarkerNumber)
        {
            Add(new GraphChange(ChangeKind.NodePut, name, graph.LastNode + 1, _rows.Node()));
        }
        else if (draw < (isFew ? 60 : 55))
        {
            Add(new GraphChange(ChangeKind.NodeDeleted, name, number.Value));
        }
        else
        {
            Add(new GraphChange(ChangeKind.NodePut, name, number.Value, _rows.Node()));
        }
    }

    private void ChangeRelationship(string name, ModelGraph graph)
    {
        var isFew = graph.Relationships.Count < RowCountUsual;
        var draw = _random.Next(100);
        if (draw < (isFew ? 60 : 30))
        {
            if (Choose(graph.Nodes.Keys, graph.Nodes.Count) is { } start)
            {
                // One in so many times the same node: from a node to itself.
                var end = name == ModelNames.MainGraph && _random.OneIn(8)
                    ? ModelNames.HubNumber
                    : Choose(graph.Nodes.Keys, graph.Nodes.Count)!.Value;
                var added = _rows.Relationship(start, _random.OneIn(20) ? start : end);
                Add(new GraphChange(ChangeKind.RelationshipPut, name, graph.LastRelationship + 1, Relationship: added));
            }
        }
        else if (Choose(graph.Relationships.Keys, graph.Relationships.Count) is { } number)
        {
            Add(draw < (isFew ? 75 : 70)
                ? new GraphChange(ChangeKind.RelationshipDeleted, name, number)
                : new GraphChange(
                    ChangeKind.RelationshipPut,
                    name,
                    number,
                    Relationship: graph.Relationships[number] with { Properties = _rows.Properties() }));
        }
    }

    private long? Choose(IEnumerable<long> numbers, int count) => count == 0 ? null : numbers.ElementAt(_random.Next(count));
}
