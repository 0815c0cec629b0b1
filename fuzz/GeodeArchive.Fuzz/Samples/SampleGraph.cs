using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>The rows of a small graph: two nodes, of which one is large, two relationships, and all that follows from them.</summary>
public static class SampleGraph
{
    /// <summary>Bytes of a text that makes its node take three overflow pages.</summary>
    private const int LargeTextSize = 20_000;

    private static readonly (NameKind Kind, uint Number, string Name)[] Names =
    [
        (NameKind.Label, 1, "Person"),
        (NameKind.Label, 2, "Company"),
        (NameKind.RelationshipType, 1, "KNOWS"),
        (NameKind.PropertyKey, 1, "name"),
        (NameKind.PropertyKey, 2, "since"),
    ];

    private static readonly (long Id, NodeRecord Node)[] Nodes =
    [
        (1, new NodeRecord([1], [new(1, PropertyValue.From("Ann")), new(2, PropertyValue.From(new ZonedTime(1_769_306_400, 3600, "")))])),
        (2, new NodeRecord([1, 2], [new(1, PropertyValue.From(new string('x', LargeTextSize)))])),
    ];

    private static readonly (long Id, RelationshipRecord Relationship)[] Relationships =
    [
        (1, new RelationshipRecord(1, 1, 2, [new(2, PropertyValue.From([PropertyValue.From(2026L), PropertyValue.Null]))])),
        (2, new RelationshipRecord(1, 2, 2, [])),
    ];

    private delegate ReadOnlySpan<byte> KeyWriter(Span<byte> destination);

    /// <summary>The counters.</summary>
    public static GraphCounters Counters { get; } = new()
    {
        NextNode = 3,
        NextRelationship = 3,
        NextLabel = 3,
        NextType = 2,
        NextKey = 3,
        NodeCount = 2,
        RelationshipCount = 2,
    };

    /// <summary>Keys and values in the order of the keys, the same at each call.</summary>
    public static ImmutableArray<(byte[] Key, byte[] Value)> Rows =>
    [
        .. Everything().OrderBy(row => row.Key, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right))),
    ];

    /// <summary>Name and fingerprint.</summary>
    public static GraphAttributes Attributes => new("people", FingerprintOf(Rows));

    /// <summary>The fingerprint of a graph of these rows.</summary>
    public static GraphFingerprint FingerprintOf(IEnumerable<(byte[] Key, byte[] Value)> rows) => rows
        .Where(row => (GraphKeyspace)row.Key[0] is GraphKeyspace.Node or GraphKeyspace.Relationship or GraphKeyspace.NumberName)
        .Aggregate(GraphFingerprint.Empty, (sum, row) => sum + GraphFingerprint.OfRow(row.Key, row.Value));

    /// <summary>A row.</summary>
    public static byte[] Encode(Action<FormatWriter> encode)
    {
        var writer = new FormatWriter();
        encode(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static IEnumerable<(byte[] Key, byte[] Value)> Everything() =>
    [
        .. Nodes.SelectMany(row => RowsOf(row.Id, row.Node)),
        .. Relationships.SelectMany(row => RowsOf(row.Id, row.Relationship)),
        .. Names.SelectMany(name => RowsOf(name.Kind, name.Number, Encoding.UTF8.GetBytes(name.Name))),
        Row(key => GraphKey.OfCount(key, GraphKeyspace.LabelCount, 1), [2]),
        Row(key => GraphKey.OfCount(key, GraphKeyspace.LabelCount, 2), [1]),
        Row(key => GraphKey.OfCount(key, GraphKeyspace.TypeCount, 1), [2]),
        Row(GraphKey.OfCounters, Encode(Counters.Encode)),
    ];

    private static IEnumerable<(byte[] Key, byte[] Value)> RowsOf(long id, NodeRecord node) =>
    [
        Row(key => GraphKey.Of(key, GraphKeyspace.Node, id), Encode(node.Encode)),
        .. node.Labels.Select(label => Row(key => GraphKey.OfLabelNode(key, label, id), [])),
    ];

    private static IEnumerable<(byte[] Key, byte[] Value)> RowsOf(long id, RelationshipRecord relationship)
    {
        var (type, start, end) = (relationship.Type, relationship.Start, relationship.End);
        return
        [
            Row(key => GraphKey.Of(key, GraphKeyspace.Relationship, id), Encode(relationship.Encode)),
            Row(key => GraphKey.OfAdjacency(key, GraphKeyspace.Outgoing, start, type, id), BigEndian(end)),
            Row(key => GraphKey.OfAdjacency(key, GraphKeyspace.Incoming, end, type, id), BigEndian(start)),
        ];
    }

    private static IEnumerable<(byte[] Key, byte[] Value)> RowsOf(NameKind kind, uint number, byte[] name) =>
    [
        Row(key => GraphKey.OfName(key, kind, name), BigEndian(number)[4..]),
        Row(key => GraphKey.OfNumber(key, kind, number), name),
    ];

    private static (byte[] Key, byte[] Value) Row(KeyWriter write, byte[] value) => (write(new byte[GraphKey.SizeMax]).ToArray(), value);

    private static byte[] BigEndian(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
