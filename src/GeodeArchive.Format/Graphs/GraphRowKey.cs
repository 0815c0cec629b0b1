using System.Buffers.Binary;
using System.Text.Unicode;

namespace GeodeArchive.Format;

/// <summary>A key of a graph's tree, taken apart: see format-spec/graph.md. What a keyspace does not have is 0 or empty.</summary>
public readonly ref struct GraphRowKey
{
    private const string StructureName = "graph key";
    private const int IdSize = sizeof(ulong);
    private const int NumberSize = sizeof(uint);

    /// <summary>What the row is.</summary>
    public GraphKeyspace Keyspace { get; private init; }

    /// <summary>The node; of an adjacency, the one that it is found at.</summary>
    public long Node { get; private init; }

    /// <summary>The relationship.</summary>
    public long Relationship { get; private init; }

    /// <summary>Number of the label, the type, or the name.</summary>
    public uint Number { get; private init; }

    /// <summary>What a name names.</summary>
    public NameKind NameKind { get; private init; }

    /// <summary>The name, UTF-8: a slice of the key.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Takes a key apart.</summary>
    /// <exception cref="ArchiveFormatException">No graph has such a key.</exception>
    public static GraphRowKey Decode(ReadOnlySpan<byte> key)
    {
        Place place = Place.Decoding(StructureName, -1);
        place.RequireSize(key.Length, 1);
        GraphKeyspace keyspace = (GraphKeyspace)key[0];
        place.RequireRange(key[0], (int)GraphKeyspace.Node, (int)GraphKeyspace.Counters, "keyspace");
        bool hasName = keyspace == GraphKeyspace.NameNumber;
        int size = hasName ? Math.Clamp(key.Length, GraphKey.NameStart + 1, GraphKey.SizeMax) : SizeOf(keyspace);
        place.RequireSize(key.Length, size);
        place.Require(key.Length == size, FormatError.TrailingBytes, "there are bytes after the end");
        GraphRowKey decoded = Read(keyspace, key);
        decoded.Validate(place);
        return decoded;
    }

    /// <summary>Puts the key together again: the first bytes of <paramref name="destination"/>.</summary>
    /// <param name="destination">Has room for <see cref="GraphKey.SizeMax"/>.</param>
    public ReadOnlySpan<byte> Encode(Span<byte> destination) => Keyspace switch
    {
        GraphKeyspace.Node => GraphKey.Of(destination, Keyspace, Node),
        GraphKeyspace.Relationship => GraphKey.Of(destination, Keyspace, Relationship),
        GraphKeyspace.LabelNode => GraphKey.OfLabelNode(destination, Number, Node),
        GraphKeyspace.Outgoing or GraphKeyspace.Incoming =>
            GraphKey.OfAdjacency(destination, Keyspace, Node, Number, Relationship),
        GraphKeyspace.LabelCount or GraphKeyspace.TypeCount => GraphKey.OfCount(destination, Keyspace, Number),
        GraphKeyspace.NameNumber => GraphKey.OfName(destination, NameKind, Name),
        GraphKeyspace.NumberName => GraphKey.OfNumber(destination, NameKind, Number),
        _ => GraphKey.OfCounters(destination),
    };

    private static int SizeOf(GraphKeyspace keyspace) => keyspace switch
    {
        GraphKeyspace.Node or GraphKeyspace.Relationship => 1 + IdSize,
        GraphKeyspace.LabelNode => 1 + NumberSize + IdSize,
        GraphKeyspace.Outgoing or GraphKeyspace.Incoming => 1 + IdSize + NumberSize + IdSize,
        GraphKeyspace.LabelCount or GraphKeyspace.TypeCount => 1 + NumberSize,
        GraphKeyspace.NumberName => GraphKey.NameStart + NumberSize,
        _ => 1,
    };

    private static GraphRowKey Read(GraphKeyspace keyspace, ReadOnlySpan<byte> key) => keyspace switch
    {
        GraphKeyspace.Node => new() { Keyspace = keyspace, Node = GraphKey.IdOf(key) },
        GraphKeyspace.Relationship => new() { Keyspace = keyspace, Relationship = GraphKey.IdOf(key) },
        GraphKeyspace.LabelNode => new() { Keyspace = keyspace, Number = NumberAt(key, 1), Node = GraphKey.IdOf(key) },
        GraphKeyspace.Outgoing or GraphKeyspace.Incoming => new()
        {
            Keyspace = keyspace,
            Node = BinaryPrimitives.ReadInt64BigEndian(key[1..]),
            Number = NumberAt(key, 1 + IdSize),
            Relationship = GraphKey.IdOf(key),
        },
        GraphKeyspace.LabelCount or GraphKeyspace.TypeCount => new() { Keyspace = keyspace, Number = NumberAt(key, 1) },
        GraphKeyspace.NameNumber => new() { Keyspace = keyspace, NameKind = (NameKind)key[1], Name = key[GraphKey.NameStart..] },
        GraphKeyspace.NumberName =>
            new() { Keyspace = keyspace, NameKind = (NameKind)key[1], Number = NumberAt(key, GraphKey.NameStart) },
        _ => new() { Keyspace = keyspace },
    };

    private static uint NumberAt(ReadOnlySpan<byte> key, int at) => BinaryPrimitives.ReadUInt32BigEndian(key[at..]);

    private void Validate(Place place)
    {
        bool hasName = Keyspace is GraphKeyspace.NameNumber or GraphKeyspace.NumberName;
        bool isAdjacency = Keyspace is GraphKeyspace.Outgoing or GraphKeyspace.Incoming;
        if (Keyspace is GraphKeyspace.Node or GraphKeyspace.LabelNode || isAdjacency)
        {
            place.RequireRange(Node, 1, long.MaxValue, "node");
        }

        if (Keyspace is GraphKeyspace.Relationship || isAdjacency)
        {
            place.RequireRange(Relationship, 1, long.MaxValue, "relationship_id");
        }

        if (Keyspace is not (GraphKeyspace.Node or GraphKeyspace.Relationship or GraphKeyspace.NameNumber or GraphKeyspace.Counters))
        {
            place.RequireRange(Number, 1, uint.MaxValue, "number");
        }

        place.Require(!hasName || NameKind is >= NameKind.Label and <= NameKind.PropertyKey, FormatError.BadValue, "kind is unknown");
        place.Require(Utf8.IsValid(Name), FormatError.BadValue, "name is not UTF-8");
    }
}
