using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>A redo record of graph data, taken apart.</summary>
/// <param name="Type">What it does.</param>
/// <param name="Graph">The graph; 0 in a part and a recovery point.</param>
/// <param name="Kind">What a name names; 0 in others.</param>
/// <param name="Id">Of the node or relationship, or the number of a name; 0 in others.</param>
/// <param name="Bytes">A row or the part of one, or a name.</param>
public sealed record SampleRedo(RedoType Type, uint Graph, NameKind Kind, long Id, byte[] Bytes)
{
    /// <summary>One of each type: the bodies of what makes a graph, a name and rows, and takes them away.</summary>
    public static IReadOnlyList<SampleRedo> OfEachType { get; } =
    [
        new(RedoType.GraphCreated, 1, 0, 0, [.. "people"u8]),
        new(RedoType.Name, 1, NameKind.Label, 300, [.. "Person"u8]),
        new(RedoType.Part, 0, 0, 0, [1, 1]),
        new(RedoType.Node, 1, 0, 5, [2, 1, 2, 0]),
        new(RedoType.Relationship, 1, 0, 7, [1, 5, 5, 0]),
        new(RedoType.RelationshipDeleted, 1, 0, 7, []),
        new(RedoType.NodeDeleted, 1, 0, 5, []),
        new(RedoType.GraphDropped, uint.MaxValue, 0, 0, []),
        new(RedoType.RecoveryPoint, 0, 0, 0, [.. "before the migration"u8]),
    ];

    /// <summary>Reads a body.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid redo record.</exception>
    public static SampleRedo Decode(LogRecordType type, ReadOnlySpan<byte> body)
    {
        var record = RedoRecord.Decode(type, body);
        return new SampleRedo(record.Type, record.Graph.Value, record.Kind, record.Id, record.Bytes.ToArray());
    }

    /// <summary>Its body.</summary>
    public byte[] Encode() => SampleGraph.Encode(writer =>
    {
        var graph = new GraphId(Graph);
        switch (Type)
        {
            case RedoType.GraphCreated:
                RedoRecord.WriteGraph(writer, graph, GraphName.Decode(Bytes));
                break;
            case RedoType.GraphDropped:
                RedoRecord.WriteGraph(writer, graph);
                break;
            case RedoType.Name:
                RedoRecord.WriteName(writer, graph, Kind, (uint)Id, Bytes);
                break;
            case RedoType.Part or RedoType.RecoveryPoint:
                writer.WriteBytes(Bytes);
                break;
            default:
                RedoRecord.WriteRowStart(writer, graph, Id);
                writer.WriteBytes(Bytes);
                break;
        }
    });

    /// <summary>As a record of a log.</summary>
    public SampleLogRecord ToLog() => SampleLogRecord.Redo((int)Type, Encode());
}
