using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Store.Transactions;

/// <content>Changing the graph.</content>
public sealed partial class GraphView
{
    /// <summary>The number of a name; it gets one if it has none.</summary>
    /// <exception cref="ArgumentException">Empty, more than 255 bytes of UTF-8, or not text.</exception>
    public uint NumberOf(NameKind kind, string name)
    {
        var writes = ForWriting();
        var entry = _graph.Names.GetOrAdd(kind, name);
        if (!entry.IsLogged)
        {
            AddName(writes, entry);
        }

        return entry.Number;
    }

    /// <summary>Adds a node; returns its id.</summary>
    /// <exception cref="ArgumentException">The node is not valid.</exception>
    public long CreateNode(NodeRecord node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var row = RowEncoder.Encode(node);
        var writes = ForWriting();
        AddNames(writes, node);
        var id = _graph.TakeNode();
        _transaction.Count(row.Length);
        writes.Nodes.Set(new RowChange(id, row, IsNew: true));
        return id;
    }

    /// <summary>
    /// Adds a node that is encoded already, with numbers that this graph gave to this transaction or to one that committed before. It is
    /// not looked at again. For loading.
    /// </summary>
    /// <param name="row">As <see cref="RowWriter"/> makes it; the transaction's from now on.</param>
    public long CreateEncodedNode(byte[] row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var writes = ForWriting();
        RowEncoder.DemandSize(row);
        var id = _graph.TakeNode();
        _transaction.Count(row.Length);
        writes.Nodes.Set(new RowChange(id, row, IsNew: true));
        return id;
    }

    /// <summary>
    /// Adds a relationship that is encoded already, as <see cref="CreateEncodedNode"/> does. The caller answers for its ends: that they are
    /// there, and that nobody deletes them meanwhile; nor does this transaction see it at its nodes. For loading into a graph of one's own.
    /// </summary>
    /// <param name="row">As <see cref="RowWriter"/> makes it; the transaction's from now on.</param>
    public long CreateEncodedRelationship(byte[] row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var writes = ForWriting();
        RowEncoder.DemandSize(row);
        var id = _graph.TakeRelationship();
        _transaction.Count(row.Length);
        writes.Relationships.Set(new RowChange(id, row, IsNew: true));
        return id;
    }

    /// <summary>Gives a node other labels and properties.</summary>
    /// <exception cref="ArgumentException">The node is not valid.</exception>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public void SetNode(long id, NodeRecord node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var row = RowEncoder.Encode(node);
        var writes = ForWriting();
        var isNew = DemandNode(id);
        AddNames(writes, node);
        _transaction.Count(row.Length);
        writes.Nodes.Set(new RowChange(id, row, isNew));
    }

    /// <summary>Deletes a node.</summary>
    /// <param name="id">The node.</param>
    /// <param name="isDetached">Deletes its relationships as well.</param>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>; <see cref="StoreError.InUse"/> if it has
    /// relationships.</exception>
    public void DeleteNode(long id, bool isDetached = false)
    {
        var writes = ForWriting();
        var isNew = DemandNode(id);
        var relationships = Relationships(id, Direction.Outgoing).Concat(Relationships(id, Direction.Incoming))
            .Select(found => found.Relationship);
        if (!isDetached && relationships.Any())
        {
            throw new StoreException(
                StoreError.InUse, $"node {id} of graph {Name} has relationships", "delete them first, or with it (DETACH DELETE)");
        }

        foreach (var relationship in relationships.Distinct().ToList())
        {
            DeleteRelationship(relationship);
        }

        _transaction.Count(0);
        writes.Nodes.Set(new RowChange(id, null, isNew));
    }

    /// <summary>Adds a relationship; returns its id.</summary>
    /// <exception cref="ArgumentException">The relationship is not valid.</exception>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/> if one of its ends is not there.</exception>
    public long CreateRelationship(RelationshipRecord relationship)
    {
        ArgumentNullException.ThrowIfNull(relationship);
        var row = RowEncoder.Encode(relationship);
        var writes = ForWriting();
        AddNames(writes, relationship);
        Refer(writes, relationship.Start);
        Refer(writes, relationship.End);
        var id = _graph.TakeRelationship();
        _transaction.Count(row.Length);
        writes.Relationships.Set(new RowChange(id, row, IsNew: true));
        writes.NoteCreated(id, new RelationshipEnds(relationship.Type, relationship.Start, relationship.End));
        return id;
    }

    /// <summary>Gives a relationship other properties.</summary>
    /// <exception cref="ArgumentException">The properties are not valid.</exception>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public void SetRelationship(long id, ImmutableArray<GraphProperty> properties)
    {
        var writes = ForWriting();
        var before = DemandRelationship(id, out var isNew);
        var after = before with { Properties = properties };
        var row = RowEncoder.Encode(after);
        AddNames(writes, after);
        _transaction.Count(row.Length);
        writes.Relationships.Set(new RowChange(id, row, isNew));
    }

    /// <summary>Deletes a relationship.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public void DeleteRelationship(long id)
    {
        var writes = ForWriting();
        _ = DemandRelationship(id, out var isNew);
        _transaction.Count(0);
        writes.Relationships.Set(new RowChange(id, null, isNew));
    }

    /// <summary>Numbers may have been asked for by another transaction, which never commits: then the name comes with this one.</summary>
    private void AddNames(GraphWrites writes, NodeRecord node)
    {
        foreach (var label in _graph.Names.HasUnlogged ? node.Labels : [])
        {
            AddName(writes, NameKind.Label, label);
        }

        AddNames(writes, node.Properties);
    }

    private void AddNames(GraphWrites writes, RelationshipRecord relationship)
    {
        if (_graph.Names.HasUnlogged)
        {
            AddName(writes, NameKind.RelationshipType, relationship.Type);
        }

        AddNames(writes, relationship.Properties);
    }

    private void AddNames(GraphWrites writes, ImmutableArray<GraphProperty> properties)
    {
        foreach (var property in _graph.Names.HasUnlogged ? properties : [])
        {
            AddName(writes, NameKind.PropertyKey, property.Key);
        }
    }

    private void AddName(GraphWrites writes, NameKind kind, uint number)
    {
        if (_graph.Names.TryGet(kind, number, out var entry) && !entry.IsLogged)
        {
            AddName(writes, entry);
        }
    }

    private void AddName(GraphWrites writes, GraphNameEntry entry)
    {
        if (writes.AddName(entry))
        {
            _transaction.Count(entry.Bytes.Length);
        }
    }

    private GraphWrites ForWriting()
    {
        _transaction.DemandWritable();
        return _hasEnded
            ? throw Dropped()
            : _writes ??= new GraphWrites(_graph);
    }

    /// <summary>Whether the transaction made the node, which must be there.</summary>
    private bool DemandNode(long id)
    {
        if (_writes!.Nodes.TryGet(id, out var change))
        {
            return change.Row is not null ? change.IsNew : throw NotFound($"node {id}");
        }

        return Snapshot is { } snapshot && snapshot.TryGetNodeRow(id, out _) ? false : throw NotFound($"node {id}");
    }

    private RelationshipRecord DemandRelationship(long id, out bool isNew)
    {
        isNew = _writes!.Relationships.TryGet(id, out var change) && change.IsNew;
        return GetRelationship(id) ?? throw NotFound($"relationship {id}");
    }

    private void Refer(GraphWrites writes, long node)
    {
        if (!DemandNode(node))
        {
            writes.AddReferenced(node);
        }
    }

    private StoreException NotFound(string what) => new(StoreError.NotFound, $"there is no {what} in graph {Name}");
}
