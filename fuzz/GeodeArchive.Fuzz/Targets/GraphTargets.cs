using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>The rows of a graph.</summary>
internal static class GraphTargets
{
    private static readonly GraphProperty[] Properties =
    [
        new(1, PropertyValue.From(true)),
        new(2, PropertyValue.From(-300L)),
        new(7, PropertyValue.From(0.5)),
        new(8, PropertyValue.From(double.NaN)),
        new(200, PropertyValue.From("text")),
        new(201, PropertyValue.From([1, 2, 3])),
        new(202, PropertyValue.From(new ZonedTime(1, 3600, "Europe/Zurich"))),
        new(uint.MaxValue, PropertyValue.From([PropertyValue.Null, PropertyValue.From([PropertyValue.From(1L)])])),
    ];

    private static readonly NodeRecord[] Nodes = [new NodeRecord([], []), new NodeRecord([1, 2, 300], [.. Properties])];

    private static readonly RelationshipRecord[] Relationships =
        [new RelationshipRecord(1, 1, 1, []), new RelationshipRecord(9, 300, long.MaxValue, [.. Properties])];

    public static IEnumerable<FuzzTarget> All =>
    [
        Key,
        IndexValue,
        Labels,
        Ends,
        Row(
            "graph-node",
            nameof(NodeRecord),
            Nodes,
            (value, writer) => value.Encode(writer),
            input => NodeRecord.Decode(input)),
        Row(
            "graph-relationship",
            nameof(RelationshipRecord),
            Relationships,
            (value, writer) => value.Encode(writer),
            input => RelationshipRecord.Decode(input)),
        Row(
            "graph-counters",
            nameof(GraphCounters),
            [GraphCounters.Empty, new GraphCounters { NextNode = 300, NodeCount = 299 }],
            (value, writer) => value.Encode(writer),
            input => GraphCounters.Decode(input)),
    ];

    /// <summary>Keys of every keyspace.</summary>
    private static FuzzTarget Key => new()
    {
        Name = "graph-key",
        Covers = [$"{nameof(GraphRowKey)}.{nameof(GraphRowKey.Decode)}"],
        MakeSamples = () => [.. SampleGraph.Rows.Select(row => row.Key)],
        Run = input => RoundTrip.Check(input, GraphRowKey.Decode(input).Encode(new byte[GraphKey.SizeMax]).ToArray()),
    };

    /// <summary>Values of the rows that follow from others; the first byte says of which keyspace.</summary>
    private static FuzzTarget IndexValue => new()
    {
        Name = "graph-index-value",
        Covers =
        [
            $"{nameof(GraphIndexValue)}.{nameof(GraphIndexValue.DecodeNode)}",
            $"{nameof(GraphIndexValue)}.{nameof(GraphIndexValue.DecodeNumber)}",
            $"{nameof(GraphIndexValue)}.{nameof(GraphIndexValue.DecodeCount)}",
            $"{nameof(GraphIndexValue)}.{nameof(GraphIndexValue.DecodeNothing)}",
            $"{nameof(GraphName)}.{nameof(GraphName.Decode)}",
        ],
        MakeSamples = () =>
        [
            .. from row in SampleGraph.Rows
               where row.Key[0] is >= (byte)GraphKeyspace.LabelNode and < (byte)GraphKeyspace.Counters
               select (byte[])[row.Key[0], .. row.Value],
        ],
        Run = input => input.Length > 0 && CheckIndexValue((GraphKeyspace)input[0], input.AsSpan(1)),
    };

    /// <summary>The labels of a node without the rest of it: those of the whole node, where it is one.</summary>
    private static FuzzTarget Labels => new()
    {
        Name = "graph-node-labels",
        MakeSamples = () => [.. Nodes.Select(node => SampleGraph.Encode(node.Encode))],
        Run = input =>
        {
            var whole = Accepted(() => NodeRecord.Decode(input));
            var labels = Accepted(() => LabelsOf(input));
            RoundTrip.Demand(whole is null || whole.Labels.SequenceEqual(labels ?? []), "a node has other labels than are read of it");
            return labels is not null && CheckBeginning(input, writer =>
            {
                writer.WriteCount(labels.Count);
                labels.ForEach(label => writer.WriteVarint(label));
            });
        },
    };

    /// <summary>Type and ends of a relationship without the rest of it: those of the whole, where it is one.</summary>
    private static FuzzTarget Ends => new()
    {
        Name = "graph-relationship-ends",
        MakeSamples = () => [.. Relationships.Select(relationship => SampleGraph.Encode(relationship.Encode))],
        Run = input =>
        {
            var whole = Accepted(() => RelationshipRecord.Decode(input));
            var read = Accepted(() => Tuple.Create(RelationshipEnds.Read(input)));
            RoundTrip.Demand(
                whole is null || new RelationshipEnds(whole.Type, whole.Start, whole.End) == read?.Item1,
                "a relationship has other ends than are read of it");
            return read is not null && CheckBeginning(input, writer =>
            {
                var (type, start, end) = read.Item1;
                writer.WriteVarint(type);
                writer.WriteCount(start);
                writer.WriteCount(end);
            });
        },
    };

    private static List<uint> LabelsOf(byte[] row)
    {
        var labels = new List<uint>();
        var reader = new LabelReader(row);
        while (reader.MoveNext())
        {
            labels.Add(reader.Current);
        }

        return labels;
    }

    /// <summary>What is decoded; null where it is refused.</summary>
    private static T? Accepted<T>(Func<T> decode)
        where T : class
    {
        try
        {
            return decode();
        }
        catch (ArchiveFormatException)
        {
            return null;
        }
    }

    private static bool CheckBeginning(byte[] input, Action<FormatWriter> encode)
    {
        var encoded = SampleGraph.Encode(encode);
        return RoundTrip.Check(input.AsSpan(0, Math.Min(encoded.Length, input.Length)), encoded);
    }

    private static bool CheckIndexValue(GraphKeyspace keyspace, ReadOnlySpan<byte> value)
    {
        var encoded = new byte[sizeof(long)];
        switch (keyspace)
        {
            case GraphKeyspace.LabelNode:
                GraphIndexValue.DecodeNothing(value);
                return RoundTrip.Check(value, []);
            case GraphKeyspace.Outgoing or GraphKeyspace.Incoming:
                BinaryPrimitives.WriteInt64BigEndian(encoded, GraphIndexValue.DecodeNode(value));
                return RoundTrip.Check(value, encoded);
            case GraphKeyspace.LabelCount or GraphKeyspace.TypeCount:
                var count = GraphIndexValue.DecodeCount(value);
                return RoundTrip.Check(value, SampleGraph.Encode(writer => writer.WriteCount(count)));
            case GraphKeyspace.NameNumber:
                BinaryPrimitives.WriteUInt32BigEndian(encoded, GraphIndexValue.DecodeNumber(value));
                return RoundTrip.Check(value, encoded.AsSpan(0, sizeof(uint)));
            case GraphKeyspace.NumberName:
                return RoundTrip.Check(value, GraphName.Encode(GraphName.Decode(value)));
            default:
                return false;
        }
    }

    private static FuzzTarget Row<T>(
        string name, string decoder, T[] samples, Action<T, FormatWriter> encode, Func<byte[], T> decode) => new()
    {
        Name = name,
        Covers = [$"{decoder}.Decode"],
        MakeSamples = () => [.. samples.Select(sample => Encode(sample, encode))],
        Run = input => RoundTrip.Check(input, Encode(decode(input), encode)),
    };

    private static byte[] Encode<T>(T value, Action<T, FormatWriter> encode)
    {
        var writer = new FormatWriter();
        encode(value, writer);
        return writer.WrittenSpan.ToArray();
    }
}
