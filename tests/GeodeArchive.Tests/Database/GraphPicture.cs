using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Tests.Database;

/// <summary>All that can be read of a graph, as lines: of a model, and the same of a database by each of its ways in.</summary>
internal sealed class GraphPicture
{
    // More than a workload has; what a row has more is looked for as well.
    private const uint LabelCountLeast = 10;

    private readonly List<string> _lines = [];

    private GraphPicture()
    {
    }

    private delegate IEnumerable<Adjacency> Adjacencies(long node, Direction direction, uint? type);

    public static List<string> Of(GraphModel model)
    {
        var links = model.Relationships.Select(found => (Id: found.Key, Link: found.Value)).ToList();
        return Take(
            model.Nodes.Keys,
            id => model.Nodes[id],
            model.Relationships.Keys,
            id => model.Relationships[id],
            label => model.Nodes.Where(node => node.Value.Labels.Contains(label)).Select(node => node.Key),
            label => model.Nodes.Values.Count(node => node.Labels.Contains(label)),
            type => links.Count(found => found.Link.Type == type),
            (node, direction, type) => links
                .Where(found => (direction == Direction.Outgoing ? found.Link.Start : found.Link.End) == node && (type ?? found.Link.Type) == found.Link.Type)
                .Select(found => new Adjacency(found.Id, found.Link.Type, direction == Direction.Outgoing ? found.Link.End : found.Link.Start)),
            (model.Nodes.Count, model.Relationships.Count));
    }

    public static List<string> Of(GraphView view) => Take(
        view.Nodes(),
        view.GetNode,
        view.Relationships(),
        view.GetRelationship,
        view.NodesOf,
        view.CountOfLabel,
        view.CountOfType,
        view.Relationships,
        (view.NodeCount, view.RelationshipCount));

    public static List<string> Of(GraphSnapshot snapshot)
    {
        // By id, and the same twice.
        Assert.Equal(snapshot.Nodes().Order(), snapshot.Nodes());
        Assert.Equal(snapshot.Relationships().Order(), snapshot.Relationships());
        var counters = snapshot.Counters;
        return Take(
            snapshot.Nodes(),
            snapshot.GetNode,
            snapshot.Relationships(),
            snapshot.GetRelationship,
            snapshot.NodesOf,
            snapshot.CountOfLabel,
            snapshot.CountOfType,
            snapshot.Relationships,
            (counters.NodeCount, counters.RelationshipCount));
    }

    private static List<string> Take(
        IEnumerable<long> nodes,
        Func<long, NodeRecord?> getNode,
        IEnumerable<long> relationships,
        Func<long, RelationshipRecord?> getRelationship,
        Func<uint, IEnumerable<long>> nodesOf,
        Func<uint, long> countOfLabel,
        Func<uint, long> countOfType,
        Adjacencies adjacencies,
        (long Nodes, long Relationships) counts)
    {
        var picture = new GraphPicture();
        var labels = new SortedSet<uint>();
        var types = new SortedSet<uint>();
        for (uint number = 1; number <= LabelCountLeast; number++)
        {
            labels.Add(number);
            types.Add(number);
        }

        var ids = nodes.Order().ToList();
        foreach (var id in ids)
        {
            var node = getNode(id);
            picture.Add($"node {id}: {(node is null ? "none" : RowDigest.Of(node).Text)}");
            labels.UnionWith(node?.Labels ?? []);
        }

        foreach (var id in relationships.Order().ToList())
        {
            var relationship = getRelationship(id);
            picture.Add($"relationship {id}: {(relationship is null ? "none" : RowDigest.Of(relationship).Text)}");
            types.Add(relationship?.Type ?? 1);
        }

        foreach (var label in labels)
        {
            picture.Add($"label {label}: {countOfLabel(label)} nodes, {string.Join(' ', nodesOf(label).Order())}");
        }

        foreach (var type in types)
        {
            picture.Add($"type {type}: {countOfType(type)}");
        }

        picture.Add($"counts: {counts.Nodes} nodes, {counts.Relationships} relationships");
        foreach (var id in ids)
        {
            picture.AddEnds(id, Direction.Outgoing, types, adjacencies);
            picture.AddEnds(id, Direction.Incoming, types, adjacencies);
        }

        return picture._lines;
    }

    private void AddEnds(long node, Direction direction, IEnumerable<uint> types, Adjacencies adjacencies)
    {
        var all = adjacencies(node, direction, null).OrderBy(found => found.Relationship).ToList();
        Add($"{direction} {node}: {string.Join(' ', all.Select(found => $"{found.Relationship}/{found.Type}/{found.Other}"))}");
        if (all.Count > 0)
        {
            Assert.Equal(
                all.Select(found => found.Relationship),
                types.SelectMany(type => adjacencies(node, direction, type)).Select(found => found.Relationship).Order());
        }
    }

    private void Add(string line) => _lines.Add(line);
}
