using GeodeArchive.Format;

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

    public static IEnumerable<FuzzTarget> All =>
    [
        Row(
            "graph-node",
            nameof(NodeRecord),
            [new NodeRecord([], []), new NodeRecord([1, 2, 300], [.. Properties])],
            (value, writer) => value.Encode(writer),
            input => NodeRecord.Decode(input)),
        Row(
            "graph-relationship",
            nameof(RelationshipRecord),
            [new RelationshipRecord(1, 1, 1, []), new RelationshipRecord(9, 300, long.MaxValue, [.. Properties])],
            (value, writer) => value.Encode(writer),
            input => RelationshipRecord.Decode(input)),
        Row(
            "graph-counters",
            nameof(GraphCounters),
            [GraphCounters.Empty, new GraphCounters { NextNode = 300, NodeCount = 299 }],
            (value, writer) => value.Encode(writer),
            input => GraphCounters.Decode(input)),
    ];

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
