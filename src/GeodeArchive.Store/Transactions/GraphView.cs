using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Store.Transactions;

/// <summary>
/// A graph as its transaction sees it: a snapshot with the transaction's own changes. For one worker, until the transaction ends.
/// </summary>
/// <remarks>
/// All methods throw <see cref="StoreException"/>: when a page is damaged or cannot be read; those that change something also with
/// <see cref="StoreError.ReadOnly"/>, and with <see cref="StoreError.TooLarge"/> when the transaction gets too large.
/// </remarks>
public sealed partial class GraphView
{
    private readonly Transaction _transaction;
    private readonly Graph _graph;
    private GraphWrites? _writes;
    private bool _hasEnded;

    internal GraphView(Transaction transaction, Graph graph, GraphWrites? writes = null)
    {
        _transaction = transaction;
        _graph = graph;
        _writes = writes;
    }

    /// <summary>The graph's number.</summary>
    public GraphId Id => _graph.Id;

    /// <summary>The graph's name.</summary>
    public string Name => _graph.Name;

    /// <summary>Nodes.</summary>
    public long NodeCount => (Snapshot?.Counters.NodeCount ?? 0) + (_writes?.Nodes.Difference ?? 0);

    /// <summary>Relationships.</summary>
    public long RelationshipCount => (Snapshot?.Counters.RelationshipCount ?? 0) + (_writes?.Relationships.Difference ?? 0);

    internal Graph Graph => _graph;

    internal GraphWrites? Writes => _writes;

    internal bool IsDropped => _writes is { IsDropped: true };

    // A graph that the transaction made has none.
    private GraphSnapshot? Snapshot => _hasEnded
        ? throw Dropped()
        : _writes is { IsCreated: true } ? null : _transaction.SnapshotOf(_graph);

    /// <summary>The number of a name, if the graph has it.</summary>
    public bool TryGetNumber(NameKind kind, string name, out uint number)
    {
        // A number that no commit holds may be another's after the next start.
        var isKnown = _graph.Names.TryGet(kind, name, out var entry) && IsShown(entry);
        number = isKnown ? entry.Number : 0;
        return isKnown;
    }

    /// <summary>The name of a number.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public string NameOf(NameKind kind, uint number) => _graph.Names.TryGet(kind, number, out var entry) && IsShown(entry)
        ? entry.Name
        : throw new StoreException(StoreError.NotFound, $"graph {Name} has no {kind} {number}");

    /// <summary>Finds a node; null if there is none.</summary>
    public NodeRecord? GetNode(long id)
    {
        if (_writes is not null && _writes.Nodes.TryGet(id, out var change))
        {
            return change.Row is null ? null : NodeRecord.Decode(change.Row);
        }

        return Snapshot?.GetNode(id);
    }

    /// <summary>Finds a relationship; null if there is none.</summary>
    public RelationshipRecord? GetRelationship(long id)
    {
        if (_writes is not null && _writes.Relationships.TryGet(id, out var change))
        {
            return change.Row is null ? null : RelationshipRecord.Decode(change.Row);
        }

        return Snapshot?.GetRelationship(id);
    }

    /// <summary>All nodes; in no given order. Not while the transaction changes nodes.</summary>
    public IEnumerable<long> Nodes() => Merged(Snapshot?.Nodes() ?? [], _writes?.Nodes, static _ => true);

    /// <summary>The nodes of a label; in no given order. Not while the transaction changes nodes.</summary>
    public IEnumerable<long> NodesOf(uint label) =>
        Merged(Snapshot?.NodesOf(label) ?? [], _writes?.Nodes, row => HasLabel(row, label));

    /// <summary>All relationships; in no given order. Not while the transaction changes relationships.</summary>
    public IEnumerable<long> Relationships() =>
        Merged(Snapshot?.Relationships() ?? [], _writes?.Relationships, static _ => true);

    /// <summary>The relationships at a node; in no given order. Not while the transaction changes relationships.</summary>
    /// <param name="node">The node.</param>
    /// <param name="direction">Those that leave it, or those that reach it; one from a node to itself does both.</param>
    /// <param name="type">Only of one type.</param>
    public IEnumerable<Adjacency> Relationships(long node, Direction direction, uint? type = null)
    {
        foreach (var found in Snapshot?.Relationships(node, direction, type) ?? [])
        {
            if (_writes is null || !_writes.Relationships.TryGet(found.Relationship, out var change) || change.Row is not null)
            {
                yield return found;
            }
        }

        foreach (var id in _writes?.CreatedAt(node) ?? [])
        {
            if (!_writes!.Relationships.TryGet(id, out var created) || created.Row is null)
            {
                continue;
            }

            var ends = RelationshipEnds.Read(created.Row);
            var (near, far) = direction == Direction.Outgoing ? (ends.Start, ends.End) : (ends.End, ends.Start);
            if (near == node && (type is null || ends.Type == type))
            {
                yield return new Adjacency(id, ends.Type, far);
            }
        }
    }

    /// <summary>Nodes of a label.</summary>
    public long CountOfLabel(uint label)
    {
        var count = Snapshot?.CountOfLabel(label) ?? 0;
        foreach (ref readonly var change in _writes is null ? default : _writes.Nodes.All)
        {
            count += change.Row is not null && HasLabel(change.Row, label) ? 1 : 0;
            if (!change.IsNew)
            {
                count -= HasLabel(GraphSnapshot.RowOf(Snapshot!.RowOf(GraphKeyspace.Node, change.Id)), label) ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Relationships of a type.</summary>
    public long CountOfType(uint type)
    {
        var count = Snapshot?.CountOfType(type) ?? 0;
        foreach (ref readonly var change in _writes is null ? default : _writes.Relationships.All)
        {
            count += change.Row is not null && RelationshipEnds.Read(change.Row).Type == type ? 1 : 0;
            if (!change.IsNew)
            {
                var before = Snapshot!.RowOf(GraphKeyspace.Relationship, change.Id);
                count -= RelationshipEnds.Read(GraphSnapshot.RowOf(before)).Type == type ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>The transaction drops the graph.</summary>
    internal void End() => _hasEnded = true;

    private StoreException Dropped() => new(StoreError.NotFound, $"graph {Name} was dropped");

    private bool IsShown(GraphNameEntry entry) => entry.IsApplied || _writes?.Names.Contains(entry) == true;

    private static bool HasLabel(ReadOnlySpan<byte> row, uint label)
    {
        var labels = new LabelReader(row);
        while (labels.MoveNext())
        {
            if (labels.Current == label)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<long> Merged(IEnumerable<long> found, RowChanges? changes, Func<byte[], bool> isWanted)
    {
        foreach (var id in found)
        {
            if (changes is null || !changes.TryGet(id, out _))
            {
                yield return id;
            }
        }

        for (var index = 0; index < (changes?.Count ?? 0); index++)
        {
            if (changes!.At(index) is { Row: { } row, Id: var id } && isWanted(row))
            {
                yield return id;
            }
        }
    }
}
