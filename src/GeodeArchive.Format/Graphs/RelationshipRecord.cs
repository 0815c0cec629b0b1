using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>A relationship: see format-spec/graph.md.</summary>
/// <param name="Type">Number of its type, from 1.</param>
/// <param name="Start">The node that it leaves.</param>
/// <param name="End">The node that it reaches; may be the same.</param>
/// <param name="Properties">Its properties, by ascending key.</param>
public sealed record RelationshipRecord(uint Type, long Start, long End, ImmutableArray<GraphProperty> Properties)
{
    private const string StructureName = "relationship";

    /// <summary>Reads and checks a relationship.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid relationship.</exception>
    public static RelationshipRecord Decode(ReadOnlySpan<byte> bytes)
    {
        FormatReader reader = new(bytes, StructureName);
        RelationshipRecord relationship = new(
            (uint)reader.ReadRange("type", 1, uint.MaxValue),
            reader.ReadCount("start_node", 1),
            reader.ReadCount("end_node", 1),
            GraphProperty.ReadAll(ref reader));
        reader.ExpectEnd();
        return relationship;
    }

    /// <summary>Appends the relationship.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Place place = Place.Encoding(StructureName);
        place.RequireRange(Type, 1, uint.MaxValue, "type");
        place.RequireRange(Start, 1, long.MaxValue, "start_node");
        place.RequireRange(End, 1, long.MaxValue, "end_node");
        writer.WriteVarint(Type);
        writer.WriteCount(Start);
        writer.WriteCount(End);
        GraphProperty.WriteAll(writer, place, Properties);
    }

    /// <inheritdoc/>
    public bool Equals(RelationshipRecord? other) => other is not null
        && (Type, Start, End) == (other.Type, other.Start, other.End)
        && Properties.AsSpan().SequenceEqual(other.Properties.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Start, End);
}
