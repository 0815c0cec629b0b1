using System.Globalization;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Rows of a graph: every check, the order of keys, the fingerprint.</summary>
public sealed class GraphTests
{
    private static readonly IReadOnlyList<FailureCase> Cases =
    [
        Node("labels beyond the end", FormatError.Truncated, 9, 1),
        Node("a label that is 0", FormatError.BadValue, 1, 0, 0),
        Node("a label twice", FormatError.BadOrder, 2, 5, 5, 0),
        Node("labels that descend", FormatError.BadOrder, 2, 5, 4, 0),
        Node("properties beyond the end", FormatError.Truncated, 0, 9, 1),
        Node("a huge count of properties", FormatError.Truncated, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F),
        Node("a key that is 0", FormatError.BadValue, 0, 1, 0, 2, 1),
        Node("a key twice", FormatError.BadOrder, 0, 2, 1, 2, 1, 1, 2, 1),
        Node("a property that is null", FormatError.BadValue, 0, 1, 1, 1),
        Node("a value of no type", FormatError.BadValue, 0, 1, 1, 0),
        Node("a value of a type to come", FormatError.BadValue, 0, 1, 1, 9),
        Node("a boolean of 2", FormatError.BadValue, 0, 1, 1, 2, 2),
        Node("an integer that is not in shortest form", FormatError.BadVarint, 0, 1, 1, 3, 0x80, 0),
        Node("half a float", FormatError.Truncated, 0, 1, 1, 4, 0, 0, 0, 0),
        Node("another not-a-number", FormatError.BadValue, 0, 1, 1, 4, 1, 0, 0, 0, 0, 0, 0xF8, 0x7F),
        Node("a negative not-a-number", FormatError.BadValue, 0, 1, 1, 4, 0, 0, 0, 0, 0, 0, 0xF8, 0xFF),
        Node("a string beyond the end", FormatError.Truncated, 0, 1, 1, 5, 5, 65),
        Node("a string that is not UTF-8", FormatError.BadValue, 0, 1, 1, 5, 1, 0xFF),
        Node("a string that is too long", FormatError.TooLarge, 0, 1, 1, 5, 0x81, 0x80, 0x80, 0x20),
        Node("bytes beyond the end", FormatError.Truncated, 0, 1, 1, 6, 2, 65),
        Node("bytes that are too long", FormatError.TooLarge, 0, 1, 1, 6, 0x81, 0x80, 0x80, 0x20),
        Node("an offset of a day", FormatError.BadValue, 0, 1, 1, 7, 0, 0x80, 0xC6, 0x0A, 0),
        Node("a zone that is too long", FormatError.TooLarge, 0, 1, 1, 7, 0, 0, 65),
        Node("a list beyond the end", FormatError.Truncated, 0, 1, 1, 8, 3, 1),
        Node("lists too deep", FormatError.TooLarge, 0, 1, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 0),
        Node("bytes after the end", FormatError.TrailingBytes, 0, 0, 0),
        Relationship("no type", FormatError.BadValue, 0, 1, 1, 0),
        Relationship("no start", FormatError.BadValue, 1, 0, 1, 0),
        Relationship("no end", FormatError.BadValue, 1, 1, 0, 0),
        Relationship("cut", FormatError.Truncated, 1, 1),
        Relationship("bytes after the end", FormatError.TrailingBytes, 1, 1, 1, 0, 0),
        Counters("an id that is 0", FormatError.BadValue, 0, 1, 1, 1, 1, 0, 0),
        Counters("more nodes than ids", FormatError.BadValue, 3, 1, 1, 1, 1, 3, 0),
        Counters("more relationships than ids", FormatError.BadValue, 1, 3, 1, 1, 1, 0, 3),
        Counters("a number beyond the last", FormatError.BadValue, 1, 1, 0x81, 0x80, 0x80, 0x80, 0x10, 1, 1, 0, 0),
        Counters("cut", FormatError.Truncated, 1, 1, 1, 1, 1, 0),
        Counters("bytes after the end", FormatError.TrailingBytes, 1, 1, 1, 1, 1, 0, 0, 0),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    [Fact]
    public void Lists_as_deep_as_allowed_are_read()
    {
        PropertyValue value = PropertyValue.From(1L);
        for (int depth = 0; depth < 8; depth++)
        {
            value = PropertyValue.From([value]);
        }

        NodeRecord node = new([], [new GraphProperty(1, value)]);
        Assert.Equal(node, NodeRecord.Decode(Encode(node)));
        NodeRecord deeper = new([], [new GraphProperty(1, PropertyValue.From([value]))]);
        Assert.Throws<ArgumentException>(() => Encode(deeper));
    }

    [Fact]
    public void Encoders_refuse_what_a_reader_would()
    {
        Assert.Throws<ArgumentException>(() => Encode(new NodeRecord([2, 1], [])));
        Assert.Throws<ArgumentException>(() => Encode(new NodeRecord([], [new GraphProperty(1, PropertyValue.Null)])));
        Assert.Throws<ArgumentException>(() => new RelationshipRecord(1, 0, 1, []).Encode(new FormatWriter()));
        Assert.Throws<ArgumentException>(() => new GraphCounters { NodeCount = 1 }.Encode(new FormatWriter()));
        NodeRecord late = new([], [new GraphProperty(1, PropertyValue.From(new ZonedTime(0, 64_801, "")))]);
        Assert.Throws<ArgumentException>(() => Encode(late));
    }

    [Fact]
    public void Keys_sort_as_what_they_are_made_of()
    {
        byte[][] keys =
        [
            Key(key => GraphKey.Of(key, GraphKeyspace.Node, 1)),
            Key(key => GraphKey.Of(key, GraphKeyspace.Node, 255)),
            Key(key => GraphKey.Of(key, GraphKeyspace.Node, 256)),
            Key(key => GraphKey.Of(key, GraphKeyspace.Node, long.MaxValue)),
            Key(key => GraphKey.Of(key, GraphKeyspace.Relationship, 1)),
            Key(key => GraphKey.OfLabelNode(key, 1)),
            Key(key => GraphKey.OfLabelNode(key, 1, 7)),
            Key(key => GraphKey.OfLabelNode(key, 256)),
            Key(key => GraphKey.OfAdjacency(key, GraphKeyspace.Outgoing, 7)),
            Key(key => GraphKey.OfAdjacency(key, GraphKeyspace.Outgoing, 7, 1)),
            Key(key => GraphKey.OfAdjacency(key, GraphKeyspace.Outgoing, 7, 1, 300)),
            Key(key => GraphKey.OfAdjacency(key, GraphKeyspace.Outgoing, 8)),
            Key(key => GraphKey.OfAdjacency(key, GraphKeyspace.Incoming, 1)),
            Key(key => GraphKey.OfCount(key, GraphKeyspace.LabelCount, 1)),
            Key(key => GraphKey.OfCount(key, GraphKeyspace.TypeCount, 1)),
            Key(key => GraphKey.OfName(key, NameKind.Label, "Person"u8)),
            Key(key => GraphKey.OfName(key, NameKind.PropertyKey, "a"u8)),
            Key(key => GraphKey.OfNumber(key, NameKind.Label, 1)),
            Key(key => GraphKey.OfCounters(key)),
        ];
        for (int i = 1; i < keys.Length; i++)
        {
            Assert.True(keys[i - 1].AsSpan().SequenceCompareTo(keys[i]) < 0, $"key {i} is not after the one before");
        }

        Assert.Equal(300, GraphKey.IdOf(keys[10]));
        Assert.Equal(long.MaxValue, GraphKey.IdOf(keys[3]));
    }

    [Fact]
    public void A_fingerprint_does_not_depend_on_the_order_and_takes_rows_back()
    {
        byte[] key = Key(place => GraphKey.Of(place, GraphKeyspace.Node, 1));
        byte[][] values = [.. Enumerable.Range(0, 40).Select(size => new byte[size * 50])];
        GraphFingerprint up = values.Aggregate(GraphFingerprint.Empty, (sum, value) => sum + GraphFingerprint.OfRow(key, value));
        GraphFingerprint down = values.Reverse().Aggregate(GraphFingerprint.Empty, (sum, value) => sum + GraphFingerprint.OfRow(key, value));
        Assert.Equal(up, down);
        Assert.NotEqual(GraphFingerprint.Empty, up);
        Assert.Equal(GraphFingerprint.Empty, values.Aggregate(up, (sum, value) => sum - GraphFingerprint.OfRow(key, value)));
        byte[] bytes = new byte[GraphFingerprint.Size];
        up.Write(bytes);
        Assert.Equal(up, GraphFingerprint.Read(bytes));
    }

    [Fact]
    public void A_fingerprint_of_a_row_is_the_first_half_of_its_hash()
    {
        byte[] hash = System.Security.Cryptography.SHA256.HashData("keyvalue"u8);
        Assert.Equal(GraphFingerprint.Read(hash), GraphFingerprint.OfRow("key"u8, "value"u8));
        byte[] large = new byte[5000];
        byte[] largeHash = System.Security.Cryptography.SHA256.HashData((byte[])[.. "key"u8, .. large]);
        Assert.Equal(Convert.ToHexStringLower(largeHash.AsSpan(0, 16)), GraphFingerprint.OfRow("key"u8, large).ToString());
    }

    [Theory]
    [InlineData("## Value", "type", "value", typeof(PropertyType))]
    [InlineData("## Names", "kind", "names", typeof(NameKind))]
    [InlineData("## In the log", "type", "record", typeof(RedoType))]
    public void Enumerations_are_those_of_the_table(string heading, string number, string name, Type enumeration)
    {
        Assert.Equal(
            SpecificationTable.After("graph.md", heading).Rows.Select(row => (int.Parse(row[number], CultureInfo.InvariantCulture), Plain(row[name]))),
            Enum.GetValues(enumeration).Cast<object>().Select(
                value => (Convert.ToInt32(value, CultureInfo.InvariantCulture), Plain(value.ToString()!))));
    }

    private static FailureCase Node(string name, FormatError error, params byte[] bytes) =>
        new("node: " + name, error, "node", -1, () => NodeRecord.Decode(bytes));

    private static FailureCase Relationship(string name, FormatError error, params byte[] bytes) =>
        new("relationship: " + name, error, "relationship", -1, () => RelationshipRecord.Decode(bytes));

    private static FailureCase Counters(string name, FormatError error, params byte[] bytes) =>
        new("counters: " + name, error, "graph counters", -1, () => GraphCounters.Decode(bytes));

    private static byte[] Encode(NodeRecord node)
    {
        FormatWriter writer = new();
        node.Encode(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static byte[] Key(KeyWriter write)
    {
        byte[] bytes = new byte[GraphKey.SizeMax];
        return write(bytes).ToArray();
    }

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private delegate ReadOnlySpan<byte> KeyWriter(Span<byte> destination);
}
