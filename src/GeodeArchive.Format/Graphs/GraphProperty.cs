using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>A property: the number of its key, and its value.</summary>
/// <param name="Key">Number of the key, from 1.</param>
/// <param name="Value">The value; not null.</param>
public readonly record struct GraphProperty(uint Key, PropertyValue Value)
{
    // A key and a value take at least a byte each.
    private const int EncodedSizeLeast = 2;

    internal static ImmutableArray<GraphProperty> ReadAll(ref FormatReader reader)
    {
        long count = reader.ReadCount("count of properties");
        if (count > reader.Remaining / EncodedSizeLeast)
        {
            reader.Fail(FormatError.Truncated, "count of properties is more than there is room for");
        }

        ImmutableArray<GraphProperty>.Builder properties = ImmutableArray.CreateBuilder<GraphProperty>((int)Math.Min(count, 64));
        for (long i = 0; i < count; i++)
        {
            GraphProperty property = new((uint)reader.ReadRange("key", 1, uint.MaxValue), PropertyValue.Read(ref reader));
            Require(reader.Place, i == 0 ? 0 : properties[^1].Key, property);
            properties.Add(property);
        }

        return properties.DrainToImmutable();
    }

    internal static void WriteAll(FormatWriter writer, Place place, ImmutableArray<GraphProperty> properties)
    {
        writer.WriteCount(properties.Length);
        uint previous = 0;
        foreach (GraphProperty property in properties)
        {
            Require(place, previous, property);
            writer.WriteVarint(property.Key);
            property.Value.Write(writer, place);
            previous = property.Key;
        }
    }

    private static void Require(Place place, uint previous, GraphProperty property)
    {
        place.RequireRange(property.Key, 1, uint.MaxValue, "key");
        place.Require(property.Key > previous, FormatError.BadOrder, "keys do not ascend");
        place.Require(property.Value.Type != PropertyType.Null, FormatError.BadValue, "a property that is null");
    }
}
