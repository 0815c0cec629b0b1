using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Mutating;

/// <summary>Finds fields by the names of the specification.</summary>
internal static class FieldPlaces
{
    /// <summary>The field of that name.</summary>
    public static StructureField Named(ImmutableArray<StructureField> fields, string name) => fields.Single(field => field.Name == name);

    /// <summary>The same fields of a structure that starts further on.</summary>
    public static ImmutableArray<StructureField> MovedBy(this ImmutableArray<StructureField> fields, int offset) =>
        [.. fields.Select(field => field with { Offset = field.Offset + offset })];
}
