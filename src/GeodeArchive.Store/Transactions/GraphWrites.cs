using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Store.Transactions;

/// <summary>What a transaction changes in a graph.</summary>
internal sealed class GraphWrites(Graph graph)
{
    private Dictionary<long, List<long>>? _createdAt;

    public Graph Graph => graph;

    public Dictionary<long, RowChange> Nodes { get; } = [];

    public Dictionary<long, RowChange> Relationships { get; } = [];

    /// <summary>Names that no commit had put into the log when they were used.</summary>
    public List<GraphNameEntry> Names { get; } = [];

    /// <summary>Nodes of others that relationships were made to, or deleted with.</summary>
    public HashSet<long> Referenced { get; } = [];

    public bool IsCreated { get; init; }

    public bool IsDropped { get; set; }

    public bool IsEmpty => Nodes.Count == 0 && Relationships.Count == 0 && !IsCreated && !IsDropped;

    /// <summary>Relationships that the transaction made at a node, deleted or not.</summary>
    public IReadOnlyList<long> CreatedAt(long node) =>
        _createdAt is not null && _createdAt.TryGetValue(node, out var created) ? created : [];

    public void NoteCreated(long relationship, RelationshipEnds ends)
    {
        _createdAt ??= [];
        NoteCreatedAt(ends.Start, relationship);
        if (ends.End != ends.Start)
        {
            NoteCreatedAt(ends.End, relationship);
        }
    }

    private void NoteCreatedAt(long node, long relationship)
    {
        if (!_createdAt!.TryGetValue(node, out var created))
        {
            _createdAt[node] = created = [];
        }

        created.Add(relationship);
    }
}
