using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Valid rows of a graph.</summary>
internal static class GraphGenerators
{
    private const int DepthMax = 3;

    public static Gen<PropertyValue> Value { get; } = ValueOf(DepthMax);

    public static Gen<ImmutableArray<GraphProperty>> Properties { get; } =
        from keys in Generators.Ascending(Generators.Uint.Select(key => Math.Max(1, key)), 0, 5)
        from values in Gen.ArrayOf(Value.Where(value => value.Type != PropertyType.Null), keys.Length)
        select keys.Zip(values, (key, value) => new GraphProperty(key, value)).ToImmutableArray();

    public static Gen<NodeRecord> Node { get; } =
        from labels in Generators.Ascending(Generators.Uint.Select(label => Math.Max(1, label)), 0, 5)
        from properties in Properties
        select new NodeRecord([.. labels], properties);

    public static Gen<RelationshipRecord> Relationship { get; } =
        from type in Generators.Uint
        from start in Generators.Positive
        from end in Generators.Positive
        from properties in Properties
        select new RelationshipRecord(Math.Max(1, type), start, end, properties);

    public static Gen<GraphCounters> Counters { get; } =
        from numbers in Gen.ArrayOf(Generators.Uint, 3)
        from ids in Gen.ArrayOf(Generators.Positive, 2)
        from counts in Gen.ArrayOf(Generators.Count, 2)
        select new GraphCounters
        {
            NextNode = ids[0],
            NextRelationship = ids[1],
            NextLabel = numbers[0] + 1L,
            NextType = numbers[1] + 1L,
            NextKey = numbers[2] + 1L,
            NodeCount = counts[0] % ids[0],
            RelationshipCount = counts[1] % ids[1],
        };

    private static Gen<PropertyValue> ValueOf(int depth)
    {
        Gen<PropertyValue> plain = Gen.OneOf(
            Gen.Constant(PropertyValue.Null),
            Generators.Bool.Select(PropertyValue.From),
            Generators.Long.Select(PropertyValue.From),
            Generators.Long.Select(bits => PropertyValue.From(BitConverter.Int64BitsToDouble(bits))),
            Gen.Elements(double.NaN, double.NegativeInfinity, -0.0, 0.0, double.Epsilon).Select(PropertyValue.From),
            Generators.Text.Select(PropertyValue.From),
            Generators.Bytes(0, 20).Select(bytes => PropertyValue.From([.. bytes])),
            from nanoseconds in Generators.Long
            from offset in Gen.Choose(-64_800, 64_800)
            from zone in Generators.Text.Where(text => System.Text.Encoding.UTF8.GetByteCount(text) <= 64)
            select PropertyValue.From(new ZonedTime(nanoseconds, offset, zone)));
        return depth == 0
            ? plain
            : Gen.Frequency(
                (6, plain),
                (1, Generators.Some(ValueOf(depth - 1), 0, 4).Select(PropertyValue.From)));
    }
}
