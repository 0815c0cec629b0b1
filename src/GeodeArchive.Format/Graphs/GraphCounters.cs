namespace GeodeArchive.Format;

/// <summary>What a graph counts: see format-spec/graph.md.</summary>
public sealed record GraphCounters
{
    private const string StructureName = "graph counters";

    /// <summary>Those of an empty graph.</summary>
    public static GraphCounters Empty { get; } = new();

    /// <summary>The id that the next node gets.</summary>
    public long NextNode { get; init; } = 1;

    /// <summary>The id that the next relationship gets.</summary>
    public long NextRelationship { get; init; } = 1;

    /// <summary>The number that the next label gets.</summary>
    public long NextLabel { get; init; } = 1;

    /// <summary>The number that the next relationship type gets.</summary>
    public long NextType { get; init; } = 1;

    /// <summary>The number that the next property key gets.</summary>
    public long NextKey { get; init; } = 1;

    /// <summary>Nodes.</summary>
    public long NodeCount { get; init; }

    /// <summary>Relationships.</summary>
    public long RelationshipCount { get; init; }

    /// <summary>Reads and checks counters.</summary>
    /// <exception cref="ArchiveFormatException">Not valid counters.</exception>
    public static GraphCounters Decode(ReadOnlySpan<byte> bytes)
    {
        FormatReader reader = new(bytes, StructureName);
        GraphCounters counters = new()
        {
            NextNode = reader.ReadCount("next node", 1),
            NextRelationship = reader.ReadCount("next relationship", 1),
            NextLabel = reader.ReadCount("next label", 1),
            NextType = reader.ReadCount("next type", 1),
            NextKey = reader.ReadCount("next key", 1),
            NodeCount = reader.ReadCount("nodes"),
            RelationshipCount = reader.ReadCount("relationships"),
        };
        counters.Validate(reader.Place);
        reader.ExpectEnd();
        return counters;
    }

    /// <summary>Appends the counters.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Validate(Place.Encoding(StructureName));
        writer.WriteCount(NextNode);
        writer.WriteCount(NextRelationship);
        writer.WriteCount(NextLabel);
        writer.WriteCount(NextType);
        writer.WriteCount(NextKey);
        writer.WriteCount(NodeCount);
        writer.WriteCount(RelationshipCount);
    }

    private void Validate(Place place)
    {
        const long NumbersEnd = 1L + uint.MaxValue;
        place.RequireRange(NextNode, 1, long.MaxValue, "next node");
        place.RequireRange(NextRelationship, 1, long.MaxValue, "next relationship");
        place.RequireRange(NextLabel, 1, NumbersEnd, "next label");
        place.RequireRange(NextType, 1, NumbersEnd, "next type");
        place.RequireRange(NextKey, 1, NumbersEnd, "next key");
        place.RequireRange(NodeCount, 0, NextNode - 1, "nodes");
        place.RequireRange(RelationshipCount, 0, NextRelationship - 1, "relationships");
    }
}
