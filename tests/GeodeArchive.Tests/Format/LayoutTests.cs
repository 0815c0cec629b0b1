using System.Globalization;
using System.Reflection;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>The tables of the specification and the constants of the code say the same.</summary>
public sealed class LayoutTests
{
    private static readonly IReadOnlyList<Type> LayoutClasses =
        [.. typeof(FileHeader).Assembly.GetTypes().Where(type => type.Name.EndsWith("Layout", StringComparison.Ordinal))];

    public static TheoryData<string> LayoutNames => [.. SpecificationTable.Layouts.Select(table => table.Name)];

    [Fact]
    public void Every_layout_class_has_a_table_and_every_table_a_class() => Assert.Equal(
        SpecificationTable.Layouts.Select(table => table.Name + "Layout").Order(StringComparer.Ordinal),
        LayoutClasses.Select(type => type.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(LayoutNames))]
    public void Every_row_has_its_offset_and_size_as_constants(string name)
    {
        Dictionary<string, int> constants = ConstantsOf(name);
        foreach ((string field, int offset, int? size) in FieldsOf(name))
        {
            Assert.True(constants.TryGetValue(field + "Offset", out int actual), $"{name}Layout has no {field}Offset");
            Assert.True(offset == actual, $"{name}.{field} is at {offset} in the specification, at {actual} in the code");
            Assert.Equal(size, constants.TryGetValue(field + "Size", out int actualSize) ? actualSize : null);
        }
    }

    [Theory]
    [MemberData(nameof(LayoutNames))]
    public void Every_constant_has_a_row(string name)
    {
        HashSet<string> expected = [.. FieldsOf(name).SelectMany(field => new[] { field.Name + "Offset", field.Name + "Size" })];
        string end = name.EndsWith("Section", StringComparison.Ordinal) ? "End" : "Size";
        foreach (string constant in ConstantsOf(name).Keys)
        {
            bool isReserved = constant.StartsWith("Reserved", StringComparison.Ordinal);
            Assert.True(
                isReserved || constant == end || expected.Contains(constant), $"{name}Layout.{constant} is not in the specification");
        }
    }

    [Theory]
    [MemberData(nameof(LayoutNames))]
    public void Rows_follow_each_other_without_gaps_and_end_at_the_size(string name)
    {
        SpecificationTable table = Table(name);
        int next = int.Parse(table.Rows[0]["offset"], CultureInfo.InvariantCulture);
        foreach (IReadOnlyDictionary<string, string> row in table.Rows)
        {
            Assert.Equal(next, int.Parse(row["offset"], CultureInfo.InvariantCulture));
            if (row["size"].Length == 0)
            {
                Assert.Same(table.Rows[^1], row);
                return;
            }

            next += int.Parse(row["size"], CultureInfo.InvariantCulture);
        }

        Dictionary<string, int> constants = ConstantsOf(name);
        Assert.Equal(next, constants[name.EndsWith("Section", StringComparison.Ordinal) ? "End" : "Size"]);
    }

    [Theory]
    [InlineData("FileHeader", "kind", typeof(ArchiveFileKind))]
    [InlineData("FileHeader", "checksum", typeof(ChecksumAlgorithm))]
    [InlineData("FileHeader", "chunk_identity", typeof(ChunkIdentity))]
    [InlineData("FileHeader", "encryption", typeof(EncryptionAlgorithm))]
    [InlineData("FileHeader", "key_wrap", typeof(KeyWrap))]
    [InlineData("BlockHeader", "type", typeof(BlockType))]
    [InlineData("BlockHeader", "compression", typeof(CompressionAlgorithm))]
    [InlineData("BlockHeader", "encryption", typeof(EncryptionAlgorithm))]
    [InlineData("RepositorySection", "chunker", typeof(ChunkerAlgorithm))]
    [InlineData("SegmentSection", "segment_kind", typeof(SegmentKind))]
    [InlineData("SegmentFooter", "parity_scheme", typeof(ParityScheme))]
    [InlineData("KeySlotSection", "derivation", typeof(KeyDerivation))]
    [InlineData("KeySlotSection", "access", typeof(KeyAccess))]
    [InlineData("ManifestSection", "manifest_kind", typeof(ManifestKind))]
    [InlineData("BackupSection", "type", typeof(BackupType))]
    [InlineData("BackupSection", "source_kind", typeof(SourceKind))]
    [InlineData("StorePageHeader", "kind", typeof(StorePageKind))]
    public void Enumerations_are_those_of_the_table(string layout, string field, Type enumeration)
    {
        string valid = Table(layout).Rows.Single(row => row["field"] == field)["valid"];
        Assert.Equal(Numbered(valid.Split(';', ':')[0]), ValuesOf(enumeration));
    }

    [Fact]
    public void Record_types_are_those_of_the_table() => Assert.Equal(
        SpecificationTable.After("manifest.md", "## Records").Rows.Select(
            row => (int.Parse(row["type"], CultureInfo.InvariantCulture), Plain(row["record"]))),
        ValuesOf(typeof(ManifestRecordType)));

    [Fact]
    public void Types_of_log_records_are_those_of_the_table()
    {
        List<(int First, int Last, string Name)> rows =
        [
            .. from row in SpecificationTable.After("log.md", "### Types").Rows
               let bounds = row["type"].Split(" to ").Select(bound => int.Parse(bound, CultureInfo.InvariantCulture)).ToArray()
               select (bounds[0], bounds[^1], Plain(row["record"])),
        ];
        IEnumerable<(int Value, string Name)> values = rows.SelectMany(row =>
            row.First == row.Last ? [(row.First, row.Name)] : ((int, string)[])[(row.First, row.Name + "first"), (row.Last, row.Name + "last")]);
        Assert.Equal(values, ValuesOf(typeof(LogRecordType)));
        byte[] record = new byte[LogRecordHeader.Size];
        for (int type = 0; type <= byte.MaxValue; type++)
        {
            record[LogRecordHeaderLayout.TypeOffset] = (byte)type;
            bool isKnown = rows.Exists(row => row.First <= type && type <= row.Last);
            FormatError? failure = (Record.Exception(() => LogRecordHeader.Decode(record, 0)) as ArchiveFormatException)?.Error;
            Assert.Equal(isKnown ? null : FormatError.BadValue, failure);
        }
    }

    [Fact]
    public void Node_kinds_are_those_of_the_table() => Assert.Equal(
        SpecificationTable.After("tree.md", "# Trees and file metadata").Rows.Select(
            row => (int.Parse(row["kind"], CultureInfo.InvariantCulture), Plain(row["node"].Replace(" node", "")))),
        ValuesOf(typeof(TreeNodeKind)));

    [Fact]
    public void Entry_kinds_are_those_of_the_table()
    {
        string meaning = SpecificationTable.After("tree.md", "## Entry").Rows.Single(row => row["field"] == "kind")["meaning"];
        Assert.Equal(Numbered(meaning), ValuesOf(typeof(EntryKind)));
    }

    [Fact]
    public void Named_failures_are_those_of_the_table() => Assert.Equal(
        SpecificationTable.After("conventions.md", "## Named failures").Rows.Select(row => row["name"].Trim('`')),
        Enum.GetValues<FormatError>().Select(FormatErrorNames.Name));

    [Fact]
    public void Limits_are_those_of_the_table()
    {
        Dictionary<string, string> limits =
            SpecificationTable.After("conventions.md", "## Limits").Rows.ToDictionary(row => row["what"], row => row["at most"]);
        Dictionary<string, string> expected = new()
        {
            ["payload of a block before compression"] = MiB(Limits.BlockPlainSizeMax),
            ["stored payload of a block"] = MiB(Limits.BlockStoredSizeMax),
            ["chunk"] = MiB(Limits.ChunkSizeMax),
            ["tree node"] = MiB(Limits.TreeNodeSizeMax),
            ["manifest record"] = $"{MiB(Limits.ManifestRecordSizeMax)}; the records of one manifest {MiB(Limits.ManifestRecordsSizeMax)}",
            ["file with a trailer"] = $"{Limits.FileSizeMax >> 30} GiB, an index {Limits.IndexFileSizeMax >> 30} GiB, an export {Limits.ExportFileSizeMax >> 40} TiB",
            ["key of an object in an export"] = Bytes(ExportDirectory.KeySizeMax),
            ["access record"] = MiB(AccessRecord.SizeMax),
            ["file name"] = Bytes(Limits.FileNameSizeMax),
            ["link target"] = Bytes(Limits.LinkTargetSizeMax),
            ["path of a source"] = Bytes(Limits.SourcePathSizeMax),
            ["backup name"] = Bytes(Limits.BackupNameSizeMax),
            ["attribute name"] = Bytes(Limits.AttributeNameSizeMax),
            ["attribute value"] = Bytes(Limits.AttributeValueSizeMax),
            ["name of a host or program"] = Bytes(Limits.ShortTextSizeMax),
            ["body of a log record"] = MiB(LogLimits.RecordBodySizeMax),
            ["transaction in a log"] = MiB(LogLimits.TransactionSizeMax),
            ["records of a log frame"] = Bytes(LogLimits.FramePayloadSizeMax),
            ["log segment"] = $"{LogLimits.SegmentSizeMax >> 30} GiB",
            ["granules of a log segment"] = string.Create(CultureInfo.InvariantCulture, $"{LogLimits.GranuleCountMax:N0}"),
            ["records of a log object"] =
                $"{MiB(LogArchiveLimits.ObjectPlainSizeMax)}; of one of its blocks {Bytes(LogArchiveLimits.BlockPlainSizeMax)}",
            ["log object"] = MiB(LogArchiveLimits.ObjectFileSizeMax),
            ["log objects of a group"] = string.Create(CultureInfo.InvariantCulture, $"{LogArchiveLimits.GroupSizeMax:N0}"),
        };
        Assert.Equal(expected, limits);
    }

    private static SpecificationTable Table(string name) => SpecificationTable.Layouts.Single(table => table.Name == name);

    private static IEnumerable<(string Name, int Offset, int? Size)> FieldsOf(string name) => Table(name).Rows
        .Where(row => row["field"] != "reserved")
        .Select(row => (
            Pascal(row["field"]),
            int.Parse(row["offset"], CultureInfo.InvariantCulture),
            row["size"].Length == 0 ? (int?)null : int.Parse(row["size"], CultureInfo.InvariantCulture)));

    private static Dictionary<string, int> ConstantsOf(string name) => LayoutClasses.Single(type => type.Name == name + "Layout")
        .GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        .ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!);

    private static string Pascal(string field) =>
        string.Concat(field.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>"1 none, 2 AES-256-GCM" to numbers and names without what C# names cannot hold.</summary>
    private static List<(int Value, string Name)> Numbered(string text) =>
    [
        .. text.Split(',')
            .Select(part => part.Trim().Split(' ', 2))
            .Select(part => (int.Parse(part[0], CultureInfo.InvariantCulture), Plain(part[1]))),
    ];

    private static List<(int Value, string Name)> ValuesOf(Type enumeration) =>
    [
        .. Enum.GetValues(enumeration).Cast<object>()
            .Select(value => (Convert.ToInt32(value, CultureInfo.InvariantCulture), Plain(value.ToString()!))),
    ];

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static string MiB(int size) => $"{size >> 20} MiB";

    private static string Bytes(int size) => string.Create(CultureInfo.InvariantCulture, $"{size:N0} bytes");
}
