using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Load.Verifying;

/// <summary>Compares all that a graph derives from its rows with the rows: labels, adjacency, counts, fingerprint.</summary>
public sealed class IndexComparison
{
    private readonly GraphSnapshot _graph;
    private readonly Differences _differences;
    private readonly HashSet<long> _nodes = [];
    private readonly SortedDictionary<uint, List<long>> _labelled = [];
    private readonly SortedDictionary<uint, long> _types = [];
    private readonly Dictionary<(long Node, Direction Direction), List<Adjacency>> _adjacent = [];
    private long _relationshipCount;

    private IndexComparison(GraphSnapshot graph, Differences differences)
    {
        _graph = graph;
        _differences = differences;
    }

    /// <summary>Compares a graph.</summary>
    public static void Run(GraphSnapshot graph, Differences differences)
    {
        var comparison = new IndexComparison(graph, differences);
        comparison.ReadRows();
        comparison.CompareCounts();
        comparison.CompareLabels();
        comparison.CompareAdjacency();
        differences.Expect(graph.Fingerprint, graph.ComputeFingerprint(), $"graph {graph.Name}, fingerprint of its rows");
    }

    private void ReadRows()
    {
        foreach (var id in _graph.Nodes())
        {
            _nodes.Add(id);
            foreach (var label in _graph.GetNode(id)!.Labels)
            {
                ListOf(_labelled, label).Add(id);
            }
        }

        foreach (var id in _graph.Relationships())
        {
            var row = _graph.GetRelationship(id)!;
            _relationshipCount++;
            _types[row.Type] = _types.GetValueOrDefault(row.Type) + 1;
            ListOf(_adjacent, (row.Start, Direction.Outgoing)).Add(new Adjacency(id, row.Type, row.End));
            ListOf(_adjacent, (row.End, Direction.Incoming)).Add(new Adjacency(id, row.Type, row.Start));
        }
    }

    private void CompareCounts()
    {
        var counters = _graph.Counters;
        _differences.Expect(_nodes.Count, counters.NodeCount, $"graph {_graph.Name}, count of nodes");
        _differences.Expect(_relationshipCount, counters.RelationshipCount, $"graph {_graph.Name}, count of relationships");
        for (uint type = 1; type < counters.NextType; type++)
        {
            _differences.Expect(_types.GetValueOrDefault(type), _graph.CountOfType(type), $"graph {_graph.Name}, count of type {type}");
        }

        for (uint label = 1; label < counters.NextLabel; label++)
        {
            var count = _labelled.TryGetValue(label, out var nodes) ? nodes.Count : 0;
            _differences.Expect(count, _graph.CountOfLabel(label), $"graph {_graph.Name}, count of label {label}");
        }
    }

    private void CompareLabels()
    {
        for (uint label = 1; label < _graph.Counters.NextLabel; label++)
        {
            var expected = _labelled.GetValueOrDefault(label) ?? [];
            if (!expected.SequenceEqual(_graph.NodesOf(label)))
            {
                _differences.Add($"graph {_graph.Name}: other nodes of label {label} than have it");
            }
        }
    }

    private void CompareAdjacency()
    {
        foreach (var node in _nodes)
        {
            foreach (var direction in (Direction[])[Direction.Outgoing, Direction.Incoming])
            {
                var expected = _adjacent.GetValueOrDefault((node, direction)) ?? [];
                var ordered = expected.OrderBy(one => one.Type).ThenBy(one => one.Relationship);
                if (!ordered.SequenceEqual(_graph.Relationships(node, direction)))
                {
                    _differences.Add($"graph {_graph.Name}, node {node}: other {direction} relationships than there are");
                }
            }
        }

        foreach (var (node, direction) in _adjacent.Keys.Where(key => !_nodes.Contains(key.Node)))
        {
            _differences.Add($"graph {_graph.Name}: {direction} relationships of node {node}, which is not there");
        }
    }

    private static List<T> ListOf<TKey, T>(IDictionary<TKey, List<T>> lists, TKey key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}
