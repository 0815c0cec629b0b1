using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>A node: see format-spec/graph.md.</summary>
/// <param name="Labels">Numbers of its labels, ascending.</param>
/// <param name="Properties">Its properties, by ascending key.</param>
public sealed record NodeRecord(ImmutableArray<uint> Labels, ImmutableArray<GraphProperty> Properties)
{
    private const string StructureName = "node";

    /// <summary>Reads and checks a node.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid node.</exception>
    public static NodeRecord Decode(ReadOnlySpan<byte> bytes)
    {
        FormatReader reader = new(bytes, StructureName);
        long count = reader.ReadCount("label_count");
        if (count > reader.Remaining)
        {
            reader.Fail(FormatError.Truncated, "label_count is more than there is room for");
        }

        ImmutableArray<uint>.Builder labels = ImmutableArray.CreateBuilder<uint>((int)count);
        for (long i = 0; i < count; i++)
        {
            labels.Add((uint)reader.ReadRange("label", 1, uint.MaxValue));
        }

        NodeRecord node = new(labels.MoveToImmutable(), GraphProperty.ReadAll(ref reader));
        node.Validate(reader.Place);
        reader.ExpectEnd();
        return node;
    }

    /// <summary>Appends the node.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Place place = Place.Encoding(StructureName);
        Validate(place);
        writer.WriteCount(Labels.Length);
        foreach (uint label in Labels)
        {
            writer.WriteVarint(label);
        }

        GraphProperty.WriteAll(writer, place, Properties);
    }

    /// <inheritdoc/>
    public bool Equals(NodeRecord? other) => other is not null
        && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan())
        && Properties.AsSpan().SequenceEqual(other.Properties.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Labels.Length, Properties.Length);

    private void Validate(Place place)
    {
        for (int i = 0; i < Labels.Length; i++)
        {
            place.RequireRange(Labels[i], 1, uint.MaxValue, "label");
            place.Require(i == 0 || Labels[i - 1] < Labels[i], FormatError.BadOrder, "labels do not ascend");
        }
    }
}
