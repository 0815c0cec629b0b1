namespace GeodeArchive.Format;

/// <summary>A redo record of graph data: see format-spec/graph.md.</summary>
public readonly ref struct RedoRecord
{
    /// <summary>The longest row or part of a row in one record, in bytes.</summary>
    public const int PartSizeMax = 256 << 10;

    private const string StructureName = "redo record";

    /// <summary>A record of what was decoded before.</summary>
    public RedoRecord(RedoType type, GraphId graph, NameKind kind, long id, ReadOnlySpan<byte> bytes)
    {
        Type = type;
        Graph = graph;
        Kind = kind;
        Id = id;
        Bytes = bytes;
    }

    /// <summary>What it does.</summary>
    public RedoType Type { get; }

    /// <summary>The graph; 0 in a part and a recovery point.</summary>
    public GraphId Graph { get; }

    /// <summary>What a name names; 0 in others.</summary>
    public NameKind Kind { get; }

    /// <summary>Of the node or relationship, or the number of a name; 0 in others.</summary>
    public long Id { get; }

    /// <summary>The row, the end of one, the part of one, or the name; empty in others. In the memory that was decoded.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Reads and checks a record, but not the row in it.</summary>
    /// <param name="type">The type that the log gives.</param>
    /// <param name="body">Its body.</param>
    /// <param name="frameOffset">Where the frame is in its file, for errors.</param>
    /// <exception cref="ArchiveFormatException">Not a valid redo record.</exception>
    public static RedoRecord Decode(LogRecordType type, ReadOnlySpan<byte> body, long frameOffset = -1)
    {
        RedoType redo = (RedoType)type;
        FormatReader reader = new(body, Place.Decoding(StructureName, frameOffset));
        if (redo == RedoType.Part)
        {
            return new RedoRecord(redo, default, 0, 0, body);
        }

        if (redo == RedoType.RecoveryPoint)
        {
            GraphName.Check(body, reader.Place);
            return new RedoRecord(redo, default, 0, 0, body);
        }

        if (redo is < RedoType.GraphCreated or > RedoType.RecoveryPoint)
        {
            reader.Fail(FormatError.BadValue, $"type {(byte)type} is unknown");
        }

        GraphId graph = new((uint)reader.ReadRange("graph", 1, uint.MaxValue));
        NameKind kind = 0;
        long id = 0;
        if (redo == RedoType.Name)
        {
            kind = (NameKind)reader.ReadByte();
            reader.Place.RequireRange((byte)kind, (byte)NameKind.Label, (byte)NameKind.PropertyKey, "kind");
            id = reader.ReadRange("number", 1, uint.MaxValue);
        }
        else if (redo >= RedoType.Node)
        {
            id = reader.ReadCount("id", 1);
        }

        ReadOnlySpan<byte> bytes = reader.ReadBytes(reader.Remaining);
        if (redo is RedoType.Name or RedoType.GraphCreated)
        {
            GraphName.Check(bytes, reader.Place);
        }
        else if (redo is not (RedoType.Node or RedoType.Relationship) && bytes.Length > 0)
        {
            reader.Fail(FormatError.TrailingBytes, "bytes after the end");
        }

        return new RedoRecord(redo, graph, kind, id, bytes);
    }

    /// <summary>Writes the body of a record about a graph.</summary>
    public static void WriteGraph(FormatWriter writer, GraphId graph, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVarint(graph.Value);
        if (name is not null)
        {
            writer.WriteBytes(GraphName.Encode(name));
        }
    }

    /// <summary>Writes the body of a record that gives a number its name.</summary>
    public static void WriteName(FormatWriter writer, GraphId graph, NameKind kind, uint number, ReadOnlySpan<byte> name)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVarint(graph.Value);
        writer.WriteByte((byte)kind);
        writer.WriteVarint(number);
        writer.WriteBytes(name);
    }

    /// <summary>Writes what a record about a node or relationship begins with; its row follows.</summary>
    public static void WriteRowStart(FormatWriter writer, GraphId graph, long id)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVarint(graph.Value);
        writer.WriteCount(id);
    }
}
