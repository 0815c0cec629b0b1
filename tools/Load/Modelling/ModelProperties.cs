using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Load.Modelling;

/// <summary>Properties by name.</summary>
/// <param name="Values">The values; none is null.</param>
public sealed record ModelProperties(ImmutableSortedDictionary<string, PropertyValue> Values)
{
    /// <summary>None.</summary>
    public static ModelProperties Empty { get; } = new(ImmutableSortedDictionary.Create<string, PropertyValue>(StringComparer.Ordinal));

    /// <inheritdoc/>
    public bool Equals(ModelProperties? other) => other is not null
        && Values.Count == other.Values.Count
        && Values.All(one => other.Values.TryGetValue(one.Key, out var value) && value == one.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Count;

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", Values.Select(one => $"{one.Key}: {Show(one.Value)}"))}}}";

    private static string Show(PropertyValue value) => value.Type switch
    {
        PropertyType.Boolean => value.AsBoolean().ToString(),
        PropertyType.Integer => value.AsInteger().ToString(),
        PropertyType.Float => value.AsFloat().ToString("R"),
        PropertyType.String when value.AsString().Length > 40 => $"a string of {value.AsString().Length}",
        PropertyType.String => $"'{value.AsString()}'",
        PropertyType.Bytes => $"{value.AsBytes().Length} bytes",
        PropertyType.DateTime => value.AsDateTime().ToString(),
        _ => $"a list of {value.AsList().Length}",
    };
}
