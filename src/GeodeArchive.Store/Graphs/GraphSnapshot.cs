using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Store.Graphs;

/// <summary>
/// A state of a graph that stays as it is. Safe for several workers; never waits for writers. Belongs to a
/// <see cref="DatabaseSnapshot"/>, and lives as long.
/// </summary>
/// <remarks>All methods throw <see cref="StoreException"/> when a page is damaged or cannot be read.</remarks>
public sealed class GraphSnapshot
{
    private readonly TreeSnapshot _tree;

    internal GraphSnapshot(Graph graph, TreeSnapshot tree, GraphFingerprint fingerprint)
    {
        Graph = graph;
        _tree = tree;
        Fingerprint = fingerprint;
    }

    /// <summary>The graph's number.</summary>
    public GraphId Id => Graph.Id;

    /// <summary>The graph's name.</summary>
    public string Name => Graph.Name;

    /// <summary>Its fingerprint: of its nodes, relationships and names.</summary>
    public GraphFingerprint Fingerprint { get; }

    /// <summary>What it counts.</summary>
    public GraphCounters Counters => _tree.TryGet(GraphKey.OfCounters(stackalloc byte[1]), out var value)
        ? Decode(value.Span, GraphCounters.Decode)
        : GraphCounters.Empty;

    internal Graph Graph { get; }

    private delegate T Decoding<T>(ReadOnlySpan<byte> bytes);

    /// <summary>The number of a name, if the graph has it.</summary>
    public bool TryGetNumber(NameKind kind, string name, out uint number)
    {
        var isKnown = Graph.Names.TryGet(kind, name, out var entry) && entry.IsApplied;
        number = isKnown ? entry.Number : 0;
        return isKnown;
    }

    /// <summary>The name of a number.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public string NameOf(NameKind kind, uint number) => Graph.Names.TryGet(kind, number, out var entry) && entry.IsApplied
        ? entry.Name
        : throw new StoreException(StoreError.NotFound, $"graph {Name} has no {kind} {number}");

    /// <summary>Nodes of a label.</summary>
    public long CountOfLabel(uint label) => Count(GraphKeyspace.LabelCount, label);

    /// <summary>Relationships of a type.</summary>
    public long CountOfType(uint type) => Count(GraphKeyspace.TypeCount, type);

    /// <summary>Finds the row of a node, as bytes. Allocates nothing when the pages are in the cache.</summary>
    public bool TryGetNodeRow(long id, out TreeValue row) =>
        _tree.TryGet(GraphKey.Of(stackalloc byte[GraphTree.KeySizeMax], GraphKeyspace.Node, id), out row);

    /// <summary>Finds the row of a relationship, as bytes. Allocates nothing when the pages are in the cache.</summary>
    public bool TryGetRelationshipRow(long id, out TreeValue row) =>
        _tree.TryGet(GraphKey.Of(stackalloc byte[GraphTree.KeySizeMax], GraphKeyspace.Relationship, id), out row);

    /// <summary>Finds a node; null if there is none.</summary>
    public NodeRecord? GetNode(long id) => TryGetNodeRow(id, out var row) ? Decode(RowOf(row), NodeRecord.Decode) : null;

    /// <summary>Finds a relationship; null if there is none.</summary>
    public RelationshipRecord? GetRelationship(long id) =>
        TryGetRelationshipRow(id, out var row) ? Decode(RowOf(row), RelationshipRecord.Decode) : null;

    /// <summary>All nodes, by id.</summary>
    public IEnumerable<long> Nodes() => Ids([(byte)GraphKeyspace.Node], [(byte)GraphKeyspace.Relationship]);

    /// <summary>All relationships, by id.</summary>
    public IEnumerable<long> Relationships() => Ids([(byte)GraphKeyspace.Relationship], [(byte)GraphKeyspace.LabelNode]);

    /// <summary>The nodes of a label, by id.</summary>
    public IEnumerable<long> NodesOf(uint label)
    {
        var start = new byte[GraphTree.KeySizeMax];
        var length = GraphKey.OfLabelNode(start, label).Length;
        return Ids(start[..length], EndOf(start.AsSpan(0, length)));
    }

    /// <summary>The relationships at a node, by type, then by id.</summary>
    /// <param name="node">The node.</param>
    /// <param name="direction">Those that leave it, or those that reach it; one from a node to itself does both.</param>
    /// <param name="type">Only of one type.</param>
    public IEnumerable<Adjacency> Relationships(long node, Direction direction, uint? type = null)
    {
        var start = new byte[GraphTree.KeySizeMax];
        var length = GraphKey.OfAdjacency(start, (GraphKeyspace)direction, node, type).Length;
        var cursor = _tree.OpenCursor(start.AsSpan(0, length), EndOf(start.AsSpan(0, length)));
        while (cursor.MoveNext())
        {
            yield return new Adjacency(
                GraphKey.IdOf(cursor.Key), GraphKey.TypeOf(cursor.Key), BinaryPrimitives.ReadInt64BigEndian(cursor.Value.Span));
        }
    }

    /// <summary>The sum over all rows as they are: what <see cref="Fingerprint"/> must be.</summary>
    public GraphFingerprint ComputeFingerprint()
    {
        var sum = GraphFingerprint.Empty;
        Add(_tree.OpenCursor([(byte)GraphKeyspace.Node], [(byte)GraphKeyspace.LabelNode]), ref sum);
        Add(_tree.OpenCursor([(byte)GraphKeyspace.NumberName], [(byte)GraphKeyspace.Counters]), ref sum);
        return sum;
    }

    internal void Release() => _tree.Dispose();

    /// <summary>A row that is there.</summary>
    internal TreeValue RowOf(GraphKeyspace keyspace, long id) =>
        _tree.TryGet(GraphKey.Of(stackalloc byte[GraphTree.KeySizeMax], keyspace, id), out var row)
            ? row
            : throw new InvalidOperationException("The row was there.");

    internal static ReadOnlySpan<byte> RowOf(TreeValue row) => row.IsLarge ? row.ToArray() : row.Span;

    private static void Add(TreeCursor cursor, ref GraphFingerprint sum)
    {
        while (cursor.MoveNext())
        {
            sum += GraphFingerprint.OfRow(cursor.Key, RowOf(cursor.Value));
        }
    }

    /// <summary>The first key after all that begin so; the first byte is a keyspace, so that there is one.</summary>
    private static byte[] EndOf(ReadOnlySpan<byte> prefix)
    {
        var end = prefix.ToArray();
        for (var i = end.Length - 1; ++end[i] == 0; i--)
        {
        }

        return end;
    }

    private IEnumerable<long> Ids(byte[] start, byte[] end)
    {
        var cursor = _tree.OpenCursor(start, end);
        while (cursor.MoveNext())
        {
            yield return GraphKey.IdOf(cursor.Key);
        }
    }

    private long Count(GraphKeyspace keyspace, uint number)
    {
        try
        {
            return RowCounts.Read(
                _tree.TryGet(GraphKey.OfCount(stackalloc byte[GraphTree.KeySizeMax], keyspace, number), out var value), value);
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage(_tree.Source.Name, damage);
        }
    }

    private T Decode<T>(ReadOnlySpan<byte> bytes, Decoding<T> decode)
    {
        try
        {
            return decode(bytes);
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage(_tree.Source.Name, damage);
        }
    }
}
