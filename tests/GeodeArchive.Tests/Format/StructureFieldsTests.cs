using System.Collections.Immutable;
using System.Reflection;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>The fields that programs show are those that the decoders read.</summary>
public sealed class StructureFieldsTests
{
    public static TheoryData<string> Structures =>
        [.. typeof(StructureFields).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Structures))]
    public void Fields_are_those_of_the_layout(string structure)
    {
        Dictionary<string, int> constants = typeof(FileHeader).Assembly.GetType($"GeodeArchive.Format.{structure}Layout", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!);
        IEnumerable<(string Name, int Offset, int Size)> expected =
            from constant in constants
            where constant.Key.EndsWith("Offset", StringComparison.Ordinal)
            let name = constant.Key[..^"Offset".Length]
            where name != "KindSection" && constants.ContainsKey(name + "Size")
            orderby constant.Value
            select (SnakeCase(name), constant.Value, constants[name + "Size"]);
        Assert.Equal(expected, Fields(structure).Select(field => (field.Name, field.Offset, field.Size)));
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Types_fit_sizes(string structure) => Assert.All(Fields(structure), field => Assert.True(field.Type switch
    {
        FieldType.Number => field.Size is 1 or 2 or 4 or 8,
        FieldType.Time => field.Size == sizeof(long),
        FieldType.Id => field.Size == Id128.Size,
        FieldType.Pointer => field.Size == BlockPointer.Size,
        FieldType.Hash => field.Size == Hash256.Size,
        FieldType.Checksum => field.Size == sizeof(uint),
        _ => true,
    }, field.Name));

    [Fact]
    public void Each_kind_of_file_has_the_section_that_its_headers_have()
    {
        Assert.Equal(StructureFields.RepositorySection, StructureFields.SectionOf(ArchiveFileKind.Repository));
        Assert.Equal(StructureFields.KeySlotSection, StructureFields.SectionOf(ArchiveFileKind.KeySlot));
        Assert.Equal(StructureFields.ManifestSection, StructureFields.SectionOf(ArchiveFileKind.Manifest));
        Assert.Equal(StructureFields.SegmentSection, StructureFields.SectionOf(ArchiveFileKind.Segment));
        Assert.Equal(StructureFields.BackupSection, StructureFields.SectionOf(ArchiveFileKind.Backup));
        Assert.Equal(StructureFields.LogArchiveSection, StructureFields.SectionOf(ArchiveFileKind.LogArchive));
        Assert.Equal(StructureFields.LogObjectSection, StructureFields.SectionOf(ArchiveFileKind.LogObject));
        Assert.Empty(StructureFields.SectionOf(ArchiveFileKind.Index));
    }

    private static ImmutableArray<StructureField> Fields(string structure) =>
        (ImmutableArray<StructureField>)typeof(StructureFields).GetProperty(structure)!.GetValue(null)!;

    /// <summary>Reserved1 and Reserved2 are both "reserved".</summary>
    private static string SnakeCase(string name) => name.StartsWith("Reserved", StringComparison.Ordinal)
        ? "reserved"
        : string.Concat(
            name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
