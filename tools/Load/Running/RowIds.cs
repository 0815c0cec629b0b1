using GeodeArchive.Load.Modelling;

namespace GeodeArchive.Load.Running;

/// <summary>Which ids the database gave to a client's rows.</summary>
public sealed class RowIds
{
    private readonly Dictionary<(string Graph, long Number), long> _nodes;
    private readonly Dictionary<(string Graph, long Number), long> _relationships;

    /// <summary>None.</summary>
    public RowIds()
        : this([], [])
    {
    }

    private RowIds(Dictionary<(string Graph, long Number), long> nodes, Dictionary<(string Graph, long Number), long> relationships)
    {
        _nodes = nodes;
        _relationships = relationships;
    }

    /// <summary>Nodes by graph and number.</summary>
    public IDictionary<(string Graph, long Number), long> Nodes => _nodes;

    /// <summary>
    /// Relationships by graph and number. Those that went with a node stay until <see cref="Prune"/>, and are never asked for.
    /// </summary>
    public IDictionary<(string Graph, long Number), long> Relationships => _relationships;

    /// <summary>What can be changed apart from this: for a transaction that may fail.</summary>
    public RowIds Copy() => new(new(_nodes), new(_relationships));

    /// <summary>Forgets the rows of a graph that was dropped.</summary>
    public void Drop(string graph)
    {
        Drop(_nodes, graph);
        Drop(_relationships, graph);
    }

    /// <summary>Forgets relationships that are gone, when there are many.</summary>
    public void Prune(ClientModel model)
    {
        if (_relationships.Count <= 100 + (2 * model.Graphs.Values.Sum(graph => graph.Relationships.Count)))
        {
            return;
        }

        foreach (var key in _relationships.Keys.Where(key => !IsThere(model, key)).ToList())
        {
            _relationships.Remove(key);
        }
    }

    private static bool IsThere(ClientModel model, (string Graph, long Number) key) =>
        model.Graphs.TryGetValue(key.Graph, out var graph) && graph.Relationships.ContainsKey(key.Number);

    private static void Drop(Dictionary<(string Graph, long Number), long> ids, string graph)
    {
        foreach (var key in ids.Keys.Where(key => key.Graph == graph).ToList())
        {
            ids.Remove(key);
        }
    }
}
