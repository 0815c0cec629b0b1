using System.Buffers.Binary;
using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Store.Checking;

/// <summary>
/// Checks the rows of a graph in one pass, in the order of their keys: each by itself, and that indexes, counts, names and counters say
/// what follows from nodes and relationships. What has to be the same in two places is compared as the sum of its hashes, so that memory
/// does not grow with the graph.
/// </summary>
internal sealed class GraphCheck
{
    private const int KnownNamesMax = 65_536;
    private const string StructureName = "graph";

    private readonly IPageDevice _device;
    private readonly GraphAttributes? _attributes;
    private readonly Action<StoreFinding> _report;
    private readonly KeyLookup _nodes;
    private readonly KeyLookup _names;
    private readonly HashSet<(NameKind Kind, uint Number)> _knownNames = [];
    private readonly long[] _lastNumbers = new long[(int)NameKind.PropertyKey + 1];
    private readonly byte[] _key = new byte[GraphKey.SizeMax];
    private readonly byte[] _node = new byte[sizeof(long)];

    // What is in one place less what is in the other.
    private GraphFingerprint _labelNodes;
    private GraphFingerprint _labelCounts;
    private GraphFingerprint _typeCounts;
    private GraphFingerprint _outgoing;
    private GraphFingerprint _incoming;
    private GraphFingerprint _nameRows;

    private GraphFingerprint _fingerprint;

    private GraphCounters _counters = GraphCounters.Empty;
    private long _nodeCount;
    private long _lastNode;
    private long _relationshipCount;
    private long _lastRelationship;
    private uint _label;
    private long _labelNodeCount;
    private bool _hasBadRow;

    /// <summary>Prepares the check of a graph.</summary>
    /// <param name="device">Its file.</param>
    /// <param name="file">The file's id.</param>
    /// <param name="root">The root of its tree.</param>
    /// <param name="attributes">Its name and fingerprint; null if they are not known.</param>
    /// <param name="report">Is told what fails.</param>
    internal GraphCheck(
        IPageDevice device, FileId file, BlockPointer root, GraphAttributes? attributes, Action<StoreFinding> report)
    {
        _device = device;
        _attributes = attributes;
        _report = report;
        _nodes = new KeyLookup(device, file, root);
        _names = new KeyLookup(device, file, root);
    }

    /// <summary>Whether rows are missing, or are there and do not follow: see <see cref="GraphDifference"/>.</summary>
    internal bool HasDifference { get; private set; }

    /// <summary>The graph's name for people.</summary>
    internal static string Show(GraphAttributes attributes) => $"\"{ByteText.Show(GraphName.Encode(attributes.Name))}\"";

    /// <summary>Takes the next row.</summary>
    internal void Add(PageNumber page, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        try
        {
            Add(page, GraphRowKey.Decode(key), key, value);
        }
        catch (ArchiveFormatException damage)
        {
            _hasBadRow = true;
            _report(StoreFinding.From(_device.Name, damage, page));
        }
    }

    /// <summary>Compares what only all rows together say. To be called when every row was read.</summary>
    internal void Complete()
    {
        EndLabel();
        if (_hasBadRow)
        {
            // What is missing in one place may be in the row that could not be read.
            return;
        }

        ExpectSame(_labelNodes, "the nodes of labels (03) are not those that have the labels (01)");
        ExpectSame(_outgoing, "the outgoing relationships (04) are not those that there are (02)");
        ExpectSame(_incoming, "the incoming relationships (05) are not those that there are (02)");
        ExpectSame(_labelCounts, "the counts of labels (06) are not those of their nodes (03)");
        ExpectSame(_typeCounts, "the counts of types (07) are not those of the relationships (02)");
        ExpectSame(_nameRows, "the numbers of names (08) and the names of numbers (09) do not agree");
        ExpectCount(_counters.NodeCount, _nodeCount, "nodes");
        ExpectCount(_counters.RelationshipCount, _relationshipCount, "relationships");
        ExpectNext(_counters.NextNode, _lastNode, "node");
        ExpectNext(_counters.NextRelationship, _lastRelationship, "relationship");
        ExpectNext(_counters.NextLabel, _lastNumbers[(int)NameKind.Label], "label");
        ExpectNext(_counters.NextType, _lastNumbers[(int)NameKind.RelationshipType], "relationship type");
        ExpectNext(_counters.NextKey, _lastNumbers[(int)NameKind.PropertyKey], "property key");
        ExpectFingerprint();
    }

    private void Add(PageNumber page, GraphRowKey row, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        switch (row.Keyspace)
        {
            case GraphKeyspace.Node:
                AddNode(page, row.Node, NodeRecord.Decode(value));
                _fingerprint += GraphFingerprint.OfRow(key, value);
                break;
            case GraphKeyspace.Relationship:
                AddRelationship(page, row.Relationship, RelationshipRecord.Decode(value));
                _fingerprint += GraphFingerprint.OfRow(key, value);
                break;
            case GraphKeyspace.LabelNode:
                GraphIndexValue.DecodeNothing(value);
                AddLabelNode(row.Number);
                _labelNodes -= GraphFingerprint.OfRow(key, value);
                break;
            case GraphKeyspace.Outgoing or GraphKeyspace.Incoming:
                GraphIndexValue.DecodeNode(value);
                ExpectNode(page, row);
                Sum(row.Keyspace) -= GraphFingerprint.OfRow(key, value);
                break;
            case GraphKeyspace.LabelCount:
                EndLabel();
                _labelCounts -= Times(GraphIndexValue.DecodeCount(value), key);
                break;
            case GraphKeyspace.TypeCount:
                _typeCounts -= Times(GraphIndexValue.DecodeCount(value), key);
                break;
            case GraphKeyspace.NameNumber:
                var number = GraphIndexValue.DecodeNumber(value);
                _nameRows += GraphFingerprint.OfRow(GraphKey.OfNumber(_key, row.NameKind, number), row.Name);
                break;
            case GraphKeyspace.NumberName:
                GraphName.Decode(value);
                var name = GraphFingerprint.OfRow(key, value);
                _nameRows -= name;
                _fingerprint += name;
                _lastNumbers[(int)row.NameKind] = row.Number;
                break;
            default:
                _counters = GraphCounters.Decode(value);
                break;
        }
    }

    private void AddNode(PageNumber page, long id, NodeRecord node)
    {
        _nodeCount++;
        _lastNode = id;
        foreach (var label in node.Labels)
        {
            _labelNodes += GraphFingerprint.OfRow(GraphKey.OfLabelNode(_key, label, id), default);
            ExpectName(page, NameKind.Label, label);
        }

        ExpectNames(page, node.Properties);
    }

    private void AddRelationship(PageNumber page, long id, RelationshipRecord relationship)
    {
        var (type, start, end) = (relationship.Type, relationship.Start, relationship.End);
        _relationshipCount++;
        _lastRelationship = id;
        BinaryPrimitives.WriteInt64BigEndian(_node, end);
        _outgoing += GraphFingerprint.OfRow(GraphKey.OfAdjacency(_key, GraphKeyspace.Outgoing, start, type, id), _node);
        BinaryPrimitives.WriteInt64BigEndian(_node, start);
        _incoming += GraphFingerprint.OfRow(GraphKey.OfAdjacency(_key, GraphKeyspace.Incoming, end, type, id), _node);
        _typeCounts += Times(1, GraphKey.OfCount(_key, GraphKeyspace.TypeCount, type));
        ExpectName(page, NameKind.RelationshipType, type);
        ExpectNames(page, relationship.Properties);
    }

    private void AddLabelNode(uint label)
    {
        if (label != _label)
        {
            EndLabel();
            _label = label;
        }

        _labelNodeCount++;
    }

    /// <summary>The nodes of a label come one after the other: their count is known behind the last.</summary>
    private void EndLabel()
    {
        if (_labelNodeCount > 0)
        {
            _labelCounts += Times(_labelNodeCount, GraphKey.OfCount(_key, GraphKeyspace.LabelCount, _label));
            _labelNodeCount = 0;
        }
    }

    private ref GraphFingerprint Sum(GraphKeyspace keyspace) => ref keyspace == GraphKeyspace.Outgoing ? ref _outgoing : ref _incoming;

    /// <summary>What a key adds to a sum of counts when it is counted so many times.</summary>
    private static GraphFingerprint Times(long count, ReadOnlySpan<byte> key) =>
        new(unchecked(GraphFingerprint.OfRow(key, default).Value * (UInt128)count));

    private void ExpectNode(PageNumber page, GraphRowKey row)
    {
        if (_nodes.Contains(GraphKey.Of(_key, GraphKeyspace.Node, row.Node)) == false)
        {
            Report(page, $"there is no node {row.Node}, at which relationship {row.Relationship} starts or ends");
        }
    }

    private void ExpectNames(PageNumber page, ImmutableArray<GraphProperty> properties)
    {
        foreach (var property in properties)
        {
            ExpectName(page, NameKind.PropertyKey, property.Key);
        }
    }

    private void ExpectName(PageNumber page, NameKind kind, uint number)
    {
        if (_knownNames.Contains((kind, number)))
        {
            return;
        }

        if (_names.Contains(GraphKey.OfNumber(_key, kind, number)) == false)
        {
            Report(page, $"{kind} {number} is used and has no name");
        }

        if (_knownNames.Count < KnownNamesMax)
        {
            _knownNames.Add((kind, number));
        }
    }

    private void ExpectSame(GraphFingerprint difference, string complaint)
    {
        if (difference != GraphFingerprint.Empty)
        {
            HasDifference = true;
            Report(null, complaint);
        }
    }

    private void ExpectFingerprint()
    {
        if (_attributes is { } attributes && attributes.Fingerprint != _fingerprint)
        {
            Report(
                null,
                $"the fingerprint of graph {Show(attributes)} is {_fingerprint}, and the catalog says {attributes.Fingerprint}: "
                + "nodes (01), relationships (02) or names (09) are not those that were committed");
        }
    }

    private void ExpectCount(long said, long actual, string what)
    {
        if (said != actual)
        {
            Report(null, $"the counters say that there are {said} {what}, and there are {actual}");
        }
    }

    private void ExpectNext(long next, long last, string what)
    {
        if (last >= next)
        {
            Report(null, $"there is {what} {last}, and the counters say that the next one gets {next}");
        }
    }

    private void Report(PageNumber? page, string detail) =>
        _report(new StoreFinding(_device.Name, page, FormatError.BadReference, StructureName, detail));
}
