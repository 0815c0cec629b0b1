using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Store.Checking;

/// <summary>
/// Says which rows make indexes and names differ from what they follow from, by looking each one up: slow, and only for a graph of which
/// <see cref="GraphCheck"/> says that there are such rows. A row in overflow pages is not looked into.
/// </summary>
internal sealed class GraphDifference(IPageDevice device, FileId file, BlockPointer root, Action<StoreFinding> report)
{
    private const int ReportedMax = 100;

    private readonly KeyLookup _rows = new(device, file, root);
    private readonly byte[] _key = new byte[GraphKey.SizeMax];
    private readonly byte[] _value = new byte[sizeof(long)];
    private int _reportedCount;

    /// <summary>Takes the next row; each is valid by itself.</summary>
    internal void Add(PageNumber page, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var row = GraphRowKey.Decode(key);
        switch (row.Keyspace)
        {
            case GraphKeyspace.Node:
                CheckNode(page, row.Node, NodeRecord.Decode(value));
                break;
            case GraphKeyspace.Relationship:
                var relationship = RelationshipRecord.Decode(value);
                CheckAdjacency(page, GraphKeyspace.Outgoing, row.Relationship, relationship);
                CheckAdjacency(page, GraphKeyspace.Incoming, row.Relationship, relationship);
                break;
            case GraphKeyspace.LabelNode:
                CheckLabelNode(page, row.Number, row.Node);
                break;
            case GraphKeyspace.Outgoing or GraphKeyspace.Incoming:
                CheckRelationship(page, row, GraphIndexValue.DecodeNode(value));
                break;
            case GraphKeyspace.NameNumber:
                var number = GraphIndexValue.DecodeNumber(value);
                if (Differs(GraphKey.OfNumber(_key, row.NameKind, number), row.Name))
                {
                    Report(page, $"a name of {row.NameKind} {number} (08) is not the one that the number has (09)");
                }

                break;
            case GraphKeyspace.NumberName:
                BinaryPrimitives.WriteUInt32BigEndian(_value, row.Number);
                if (Differs(GraphKey.OfName(_key, row.NameKind, value), _value.AsSpan(0, sizeof(uint))))
                {
                    Report(page, $"the name of {row.NameKind} {row.Number} (09) has another number or none (08)");
                }

                break;
        }
    }

    private void CheckNode(PageNumber page, long id, NodeRecord node)
    {
        foreach (var label in node.Labels)
        {
            if (_rows.Contains(GraphKey.OfLabelNode(_key, label, id)) == false)
            {
                Report(page, $"node {id} has label {label}, and is not among its nodes (03)");
            }
        }
    }

    private void CheckLabelNode(PageNumber page, uint label, long id)
    {
        var exists = _rows.Contains(GraphKey.Of(_key, GraphKeyspace.Node, id));
        if (exists == false || (_rows.Value is { } value && !NodeRecord.Decode(value).Labels.Contains(label)))
        {
            Report(page, $"node {id} is among those of label {label} (03), and has it not (01)");
        }
    }

    private void CheckAdjacency(PageNumber page, GraphKeyspace keyspace, long id, RelationshipRecord relationship)
    {
        var isOutgoing = keyspace == GraphKeyspace.Outgoing;
        var (near, far) = isOutgoing ? (relationship.Start, relationship.End) : (relationship.End, relationship.Start);
        BinaryPrimitives.WriteInt64BigEndian(_value, far);
        if (Differs(GraphKey.OfAdjacency(_key, keyspace, near, relationship.Type, id), _value))
        {
            var index = isOutgoing ? "outgoing ones (04)" : "incoming ones (05)";
            Report(page, $"relationship {id} (02) is not among the {index} of node {near}");
        }
    }

    private void CheckRelationship(PageNumber page, GraphRowKey row, long far)
    {
        var exists = _rows.Contains(GraphKey.Of(_key, GraphKeyspace.Relationship, row.Relationship));
        var (start, end) = row.Keyspace == GraphKeyspace.Outgoing ? (row.Node, far) : (far, row.Node);
        if (exists == false || (_rows.Value is { } value && !IsOf(RelationshipRecord.Decode(value), row.Number, start, end)))
        {
            Report(page, $"relationship {row.Relationship} is found at node {row.Node}, and there is no such one (02)");
        }
    }

    private static bool IsOf(RelationshipRecord relationship, uint type, long start, long end) =>
        (relationship.Type, relationship.Start, relationship.End) == (type, start, end);

    /// <summary>Whether a row is missing, or has another value; not if a page on the way to it is damaged.</summary>
    private bool Differs(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _rows.Contains(key) switch
    {
        null => false,
        false => true,
        _ => _rows.Value is { } actual && !actual.AsSpan().SequenceEqual(value),
    };

    private void Report(PageNumber page, string detail)
    {
        if (++_reportedCount <= ReportedMax)
        {
            report(new StoreFinding(device.Name, page, FormatError.BadReference, "graph", detail));
        }
    }
}
