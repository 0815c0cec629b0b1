using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Store.Transactions;

/// <summary>What a transaction changes in a graph.</summary>
internal sealed class GraphWrites(Graph graph)
{
    private Dictionary<long, List<long>>? _createdAt;
    private HashSet<GraphNameEntry>? _names;
    private HashSet<long>? _referenced;

    public Graph Graph => graph;

    public RowChanges Nodes { get; } = new();

    public RowChanges Relationships { get; } = new();

    /// <summary>Names that no commit had put into the log when they were used.</summary>
    public IReadOnlyCollection<GraphNameEntry> Names => _names ?? (IReadOnlyCollection<GraphNameEntry>)[];

    /// <summary>Nodes of others that relationships were made to.</summary>
    public IReadOnlyCollection<long> Referenced => _referenced ?? (IReadOnlyCollection<long>)[];

    public bool IsCreated { get; init; }

    public bool IsDropped { get; init; }

    /// <summary>Whether it did nothing but name things; what came and went is something.</summary>
    public bool IsEmpty => Nodes.Count == 0 && Relationships.Count == 0 && !IsCreated && !IsDropped;

    /// <summary>Whether another transaction can have changed something that this one relies on.</summary>
    public bool CanConflict => Nodes.HasOld || Relationships.HasOld || _referenced is not null;

    /// <summary>What the graph's fingerprint changes by, names left out.</summary>
    public GraphFingerprint Sum { get; set; }

    public bool AddName(GraphNameEntry name) => (_names ??= []).Add(name);

    public void AddReferenced(long node) => (_referenced ??= []).Add(node);

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
