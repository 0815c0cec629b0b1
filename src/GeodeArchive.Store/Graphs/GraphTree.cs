using GeodeArchive.Format;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Store.Graphs;

/// <summary>
/// A graph as rows of its tree: keeps indexes, counts and counters in step with nodes and relationships. One writer at a time. See
/// format-spec/graph.md.
/// </summary>
/// <remarks>What the rows do not allow is damage: transactions were checked before they were logged.</remarks>
internal sealed class GraphTree
{
    /// <summary>The longest key but for those of names, in bytes.</summary>
    public const int KeySizeMax = 24;

    private readonly Tree _tree;
    private readonly RowCounts _labelCounts;
    private readonly RowCounts _typeCounts;
    private readonly FormatWriter _writer = new(128);
    private readonly List<uint> _labelsBefore = [];
    private readonly List<uint> _labelsAfter = [];
    private GraphCounters _flushed = GraphCounters.Empty;
    private long _nextNode;
    private long _nextRelationship;
    private long _nodeCount;
    private long _relationshipCount;
    private uint _lastLabel;
    private uint _lastType;
    private uint _lastKey;

    private GraphTree(Tree tree, string name)
    {
        _tree = tree;
        Name = name;
        _labelCounts = new RowCounts(tree, GraphKeyspace.LabelCount);
        _typeCounts = new RowCounts(tree, GraphKeyspace.TypeCount);
    }

    /// <summary>The graph's name.</summary>
    public string Name { get; }

    /// <summary>The sum over the rows, if <see cref="IsProven"/>; else what the commits say.</summary>
    public GraphFingerprint Fingerprint { get; set; }

    /// <summary>Whether the fingerprint is computed from the rows that are found and put.</summary>
    public bool IsProven { get; set; }

    /// <summary>Whether something changed since the last snapshot.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The first node id that no row had.</summary>
    public long NextNode => _nextNode;

    /// <summary>The first relationship id that no row had.</summary>
    public long NextRelationship => _nextRelationship;

    /// <summary>A new graph over an empty tree.</summary>
    public static GraphTree Create(Tree tree, string name)
    {
        var graph = new GraphTree(tree, name);
        graph.Use(GraphCounters.Empty);
        graph.IsChanged = true;
        return graph;
    }

    /// <summary>The graph in a tree.</summary>
    /// <exception cref="StoreException">It is damaged, or cannot be read.</exception>
    public static GraphTree Open(Tree tree)
    {
        try
        {
            var attributes = GraphAttributes.Decode(tree.Attributes.Span);
            var graph = new GraphTree(tree, attributes.Name) { Fingerprint = attributes.Fingerprint };
            graph._flushed = tree.TryGet(GraphKey.OfCounters(stackalloc byte[1]), out var value)
                ? GraphCounters.Decode(value.Span)
                : GraphCounters.Empty;
            graph.Use(graph._flushed);
            return graph;
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage(tree.File.Name, damage);
        }
    }

    /// <summary>Reads all names.</summary>
    /// <exception cref="StoreException">The tree is damaged, or cannot be read.</exception>
    public void LoadNames(GraphNames names)
    {
        try
        {
            var cursor = _tree.OpenCursor([(byte)GraphKeyspace.NumberName], [(byte)GraphKeyspace.Counters]);
            while (cursor.MoveNext())
            {
                GraphKey.ReadNumber(cursor.Key, out var kind, out var number);
                var bytes = cursor.Value.Span;
                if (!names.TryNote(kind, number, GraphName.Decode(bytes), bytes, out var entry))
                {
                    throw Contradiction($"{kind} {number} is a name that is another's");
                }

                entry.IsLogged = true;
                entry.IsApplied = true;
            }

            names.SkipThrough(NameKind.Label, _lastLabel);
            names.SkipThrough(NameKind.RelationshipType, _lastType);
            names.SkipThrough(NameKind.PropertyKey, _lastKey);
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage(_tree.File.Name, damage);
        }
    }

    /// <summary>Adds a name that is new.</summary>
    public void AddName(GraphNameEntry name)
    {
        IsChanged = true;
        Span<byte> buffer = stackalloc byte[GraphKey.SizeMax];
        var bytes = name.Bytes;
        if (IsProven)
        {
            Fingerprint += name.Fingerprint();
        }

        _writer.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(_writer.Append(sizeof(uint)), name.Number);
        _tree.Put(GraphKey.OfName(buffer, name.Kind, bytes), _writer.WrittenSpan);
        _tree.Put(GraphKey.OfNumber(buffer, name.Kind, name.Number), bytes);
        ref var last = ref Last(name.Kind);
        last = Math.Max(last, name.Number);
    }

    /// <summary>Adds a node, or puts it in place of the one with its id.</summary>
    /// <param name="id">The node.</param>
    /// <param name="row">Its row.</param>
    /// <param name="sum">That of the row, if <see cref="IsProven"/>.</param>
    public void PutNode(long id, ReadOnlySpan<byte> row, GraphFingerprint sum)
    {
        IsChanged = true;
        Span<byte> buffer = stackalloc byte[KeySizeMax];
        var key = GraphKey.Of(buffer, GraphKeyspace.Node, id);
        ReadLabels(row, _labelsAfter);
        _labelsBefore.Clear();
        if (id < _nextNode && _tree.TryGet(key, out var before))
        {
            NoteNodeBefore(key, before);
        }
        else
        {
            _nextNode = Math.Max(_nextNode, checked(id + 1));
            Count(ref _nodeCount, 1, _nextNode);
        }

        _tree.Put(key, row);
        Fingerprint += sum;
        ChangeLabels(id);
    }

    /// <summary>Deletes a node.</summary>
    public void DeleteNode(long id)
    {
        IsChanged = true;
        Span<byte> buffer = stackalloc byte[KeySizeMax];
        var key = GraphKey.Of(buffer, GraphKeyspace.Node, id);
        if (!_tree.TryGet(key, out var before))
        {
            throw Contradiction($"there is no node {id} to delete");
        }

        if (IsProven && HasRelationships(id))
        {
            throw Contradiction($"node {id} is deleted and has relationships");
        }

        _labelsAfter.Clear();
        _labelsBefore.Clear();
        NoteNodeBefore(key, before);
        Count(ref _nodeCount, -1, _nextNode);
        _tree.Delete(key);
        ChangeLabels(id);
    }

    /// <summary>Adds a relationship, or puts it in place of the one with its id.</summary>
    /// <param name="id">The relationship.</param>
    /// <param name="row">Its row.</param>
    /// <param name="sum">That of the row, if <see cref="IsProven"/>.</param>
    public void PutRelationship(long id, ReadOnlySpan<byte> row, GraphFingerprint sum)
    {
        IsChanged = true;
        Span<byte> buffer = stackalloc byte[KeySizeMax];
        var key = GraphKey.Of(buffer, GraphKeyspace.Relationship, id);
        var ends = RelationshipEnds.Read(row);
        if (id < _nextRelationship && _tree.TryGet(key, out var before))
        {
            if (NoteRelationshipBefore(key, before) != ends)
            {
                throw Contradiction($"relationship {id} changes its type or ends");
            }

            _tree.Put(key, row);
            Fingerprint += sum;
            return;
        }

        if (IsProven)
        {
            DemandNode(ends.Start, id);
            DemandNode(ends.End, id);
        }

        _nextRelationship = Math.Max(_nextRelationship, checked(id + 1));
        Count(ref _relationshipCount, 1, _nextRelationship);
        _typeCounts.Add(ends.Type, 1);
        _tree.Put(key, row);
        Fingerprint += sum;
        Span<byte> other = stackalloc byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(other, ends.End);
        _tree.Put(GraphKey.OfAdjacency(buffer, GraphKeyspace.Outgoing, ends.Start, ends.Type, id), other);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(other, ends.Start);
        _tree.Put(GraphKey.OfAdjacency(buffer, GraphKeyspace.Incoming, ends.End, ends.Type, id), other);
    }

    /// <summary>Deletes a relationship.</summary>
    public void DeleteRelationship(long id)
    {
        IsChanged = true;
        Span<byte> buffer = stackalloc byte[KeySizeMax];
        var key = GraphKey.Of(buffer, GraphKeyspace.Relationship, id);
        if (!_tree.TryGet(key, out var before))
        {
            throw Contradiction($"there is no relationship {id} to delete");
        }

        var ends = NoteRelationshipBefore(key, before);
        Count(ref _relationshipCount, -1, _nextRelationship);
        _typeCounts.Add(ends.Type, -1);
        _tree.Delete(key);
        _tree.Delete(GraphKey.OfAdjacency(buffer, GraphKeyspace.Outgoing, ends.Start, ends.Type, id));
        _tree.Delete(GraphKey.OfAdjacency(buffer, GraphKeyspace.Incoming, ends.End, ends.Type, id));
    }

    /// <summary>Brings counts and counters to the tree: before a snapshot or a checkpoint.</summary>
    public void Flush()
    {
        if (!IsChanged)
        {
            return;
        }

        _labelCounts.Flush();
        _typeCounts.Flush();
        var counters = Counters();
        if (counters != _flushed)
        {
            _writer.Clear();
            counters.Encode(_writer);
            _tree.Put(GraphKey.OfCounters(stackalloc byte[1]), _writer.WrittenSpan);
            _flushed = counters;
        }

        IsChanged = false;
    }

    /// <summary>As <see cref="Flush"/>, and what is beside the tree: before a checkpoint.</summary>
    public void FlushForCheckpoint()
    {
        Flush();
        _writer.Clear();
        new GraphAttributes(Name, Fingerprint).Encode(_writer);
        if (!_tree.Attributes.Span.SequenceEqual(_writer.WrittenSpan))
        {
            _tree.Attributes = _writer.WrittenMemory;
        }
    }

    /// <summary>Keeps the graph as it is now for readers.</summary>
    public TreeSnapshot CreateSnapshot()
    {
        Flush();
        return _tree.CreateSnapshot();
    }

    private static void ReadLabels(ReadOnlySpan<byte> row, List<uint> labels)
    {
        labels.Clear();
        var reader = new LabelReader(row);
        while (reader.MoveNext())
        {
            labels.Add(reader.Current);
        }
    }

    private static ArchiveFormatException Contradiction(string detail) =>
        new(FormatError.BadReference, "redo record", -1, detail);

    private void NoteNodeBefore(ReadOnlySpan<byte> key, TreeValue before)
    {
        var row = before.IsLarge ? before.ToArray() : before.Span;
        ReadLabels(row, _labelsBefore);
        NoteBefore(key, row);
    }

    private RelationshipEnds NoteRelationshipBefore(ReadOnlySpan<byte> key, TreeValue before)
    {
        var row = before.IsLarge ? before.ToArray() : before.Span;
        NoteBefore(key, row);
        return RelationshipEnds.Read(row);
    }

    private static void Count(ref long count, int difference, long next)
    {
        count += difference;
        if (count < 0 || count >= next)
        {
            throw Contradiction($"{count} rows, and {next} is the next id");
        }
    }

    private bool HasRelationships(long node) =>
        HasRelationships(node, GraphKeyspace.Outgoing) || HasRelationships(node, GraphKeyspace.Incoming);

    private bool HasRelationships(long node, GraphKeyspace keyspace)
    {
        Span<byte> start = stackalloc byte[KeySizeMax];
        Span<byte> end = stackalloc byte[KeySizeMax];
        return _tree.OpenCursor(
            GraphKey.OfAdjacency(start, keyspace, node), GraphKey.OfAdjacency(end, keyspace, checked(node + 1))).MoveNext();
    }

    private void DemandNode(long node, long relationship)
    {
        if (!_tree.TryGet(GraphKey.Of(stackalloc byte[KeySizeMax], GraphKeyspace.Node, node), out _))
        {
            throw Contradiction($"relationship {relationship} is at node {node}, which is not there");
        }
    }

    private void NoteBefore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> row)
    {
        if (IsProven)
        {
            Fingerprint -= GraphFingerprint.OfRow(key, row);
        }
    }

    /// <summary>Brings the label index from the labels before to those after; both ascend.</summary>
    private void ChangeLabels(long id)
    {
        Span<byte> buffer = stackalloc byte[KeySizeMax];
        var before = 0;
        var after = 0;
        while (before < _labelsBefore.Count || after < _labelsAfter.Count)
        {
            var left = before < _labelsBefore.Count ? _labelsBefore[before] : uint.MaxValue + 1L;
            var right = after < _labelsAfter.Count ? _labelsAfter[after] : uint.MaxValue + 1L;
            if (left < right)
            {
                _tree.Delete(GraphKey.OfLabelNode(buffer, (uint)left, id));
                _labelCounts.Add((uint)left, -1);
            }
            else if (right < left)
            {
                _tree.Put(GraphKey.OfLabelNode(buffer, (uint)right, id), ReadOnlySpan<byte>.Empty);
                _labelCounts.Add((uint)right, 1);
            }

            before += left <= right ? 1 : 0;
            after += right <= left ? 1 : 0;
        }
    }

    private void Use(GraphCounters counters)
    {
        _nextNode = counters.NextNode;
        _nextRelationship = counters.NextRelationship;
        _nodeCount = counters.NodeCount;
        _relationshipCount = counters.RelationshipCount;
        _lastLabel = (uint)(counters.NextLabel - 1);
        _lastType = (uint)(counters.NextType - 1);
        _lastKey = (uint)(counters.NextKey - 1);
    }

    private GraphCounters Counters() => new()
    {
        NextNode = _nextNode,
        NextRelationship = _nextRelationship,
        NextLabel = _lastLabel + 1L,
        NextType = _lastType + 1L,
        NextKey = _lastKey + 1L,
        NodeCount = _nodeCount,
        RelationshipCount = _relationshipCount,
    };

    private ref uint Last(NameKind kind)
    {
        switch (kind)
        {
            case NameKind.Label:
                return ref _lastLabel;
            case NameKind.RelationshipType:
                return ref _lastType;
            default:
                return ref _lastKey;
        }
    }
}
