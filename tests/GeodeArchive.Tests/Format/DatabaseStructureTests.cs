using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Tests.Format;

/// <summary>What a database keeps in the catalog and in the log: every check. And what is read of a row without the rest of it.</summary>
public sealed class DatabaseStructureTests
{
    private static readonly byte[] Sum = [.. Enumerable.Range(1, GraphFingerprint.Size).Select(value => (byte)value)];

    private static readonly byte[] Commit = LogCases.EncodeCommit(new LogCommit(new Xid(1), 2));

    private static readonly IReadOnlyList<FailureCase> Cases =
    [
        Graph("half a fingerprint", FormatError.Truncated, Sum[..8]),
        Graph("without a name", FormatError.Truncated, Sum),
        Graph("an empty name", FormatError.BadValue, [.. Sum, 0]),
        Graph("a name that is not UTF-8", FormatError.BadValue, [.. Sum, 1, 0xFF]),
        Graph("a name that is too long", FormatError.TooLarge, [.. Sum, 0x80, 2]),
        Graph("a name beyond the end", FormatError.Truncated, [.. Sum, 2, 65]),
        Graph("bytes after the end", FormatError.TrailingBytes, [.. Sum, 1, 65, 0]),
        Database("no XID", FormatError.BadValue, 0, 0),
        Database("an XID of 64 bits", FormatError.BadValue, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0),
        Database("without a time", FormatError.Truncated, 1),
        Database("a time that is not in shortest form", FormatError.BadVarint, 1, 0x80, 0),
        Database("bytes after the end", FormatError.TrailingBytes, 1, 0, 0),
        Name("empty", FormatError.BadValue),
        Name("too long", FormatError.BadValue, new byte[256]),
        Name("not UTF-8", FormatError.BadValue, 0xC3),
        Fingerprints("half a commit", FormatError.Truncated, Commit[..8]),
        Fingerprints("without a count", FormatError.Truncated, Commit),
        Fingerprints("more than there is room for", FormatError.Truncated, [.. Commit, 2, 1, .. Sum]),
        Fingerprints("a huge count", FormatError.Truncated, [.. Commit, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
        Fingerprints("graph 0", FormatError.BadValue, [.. Commit, 1, 0, .. Sum]),
        Fingerprints("a graph beyond the last", FormatError.BadValue, [.. Commit, 1, 0x80, 0x80, 0x80, 0x80, 0x10, .. Sum]),
        Fingerprints("a graph twice", FormatError.BadOrder, [.. Commit, 2, 3, .. Sum, 3, .. Sum]),
        Fingerprints("graphs that descend", FormatError.BadOrder, [.. Commit, 2, 3, .. Sum, 2, .. Sum]),
        Fingerprints("half a fingerprint", FormatError.Truncated, [.. Commit, 1, 0x80, 1, .. Sum[1..]]),
        Fingerprints("bytes after the end", FormatError.TrailingBytes, [.. Commit, 0, 0]),
        Redo("a type before the first", FormatError.BadValue, 63, 1),
        Redo("a type to come", FormatError.BadValue, 73, 1),
        Redo("a commit", FormatError.BadValue, (int)LogRecordType.Commit, Commit),
        Redo("nothing", FormatError.Truncated, RedoType.GraphDropped),
        Redo("graph 0", FormatError.BadValue, RedoType.GraphDropped, 0),
        Redo("a graph beyond the last", FormatError.BadValue, RedoType.GraphDropped, 0x80, 0x80, 0x80, 0x80, 0x10),
        Redo("a graph without a name", FormatError.BadValue, RedoType.GraphCreated, 1),
        Redo("a graph whose name is not UTF-8", FormatError.BadValue, RedoType.GraphCreated, 1, 0xFF),
        Redo("a graph whose name is too long", FormatError.BadValue, RedoType.GraphCreated, [1, .. new byte[256]]),
        Redo("a dropped graph and more", FormatError.TrailingBytes, RedoType.GraphDropped, 1, 0),
        Redo("a name of no kind", FormatError.BadValue, RedoType.Name, 1, 0, 1, 65),
        Redo("a name of a kind to come", FormatError.BadValue, RedoType.Name, 1, 4, 1, 65),
        Redo("a name without a number", FormatError.Truncated, RedoType.Name, 1, 1),
        Redo("a name with number 0", FormatError.BadValue, RedoType.Name, 1, 1, 0, 65),
        Redo("a name with a number beyond the last", FormatError.BadValue, RedoType.Name, 1, 1, 0x80, 0x80, 0x80, 0x80, 0x10, 65),
        Redo("a number without a name", FormatError.BadValue, RedoType.Name, 1, 1, 1),
        Redo("a node without an id", FormatError.Truncated, RedoType.Node, 1),
        Redo("node 0", FormatError.BadValue, RedoType.Node, 1, 0, 0, 0),
        Redo("deleted node 0", FormatError.BadValue, RedoType.NodeDeleted, 1, 0),
        Redo("a deleted node and more", FormatError.TrailingBytes, RedoType.NodeDeleted, 1, 1, 0),
        Redo("relationship 0", FormatError.BadValue, RedoType.Relationship, 1, 0, 1, 1, 1, 0),
        Redo("a deleted relationship without an id", FormatError.Truncated, RedoType.RelationshipDeleted, 1),
        Redo("a deleted relationship and more", FormatError.TrailingBytes, RedoType.RelationshipDeleted, 1, 1, 0),
        Labels("no count", FormatError.Truncated),
        Labels("labels beyond the end", FormatError.Truncated, 2, 1),
        Labels("a label that is 0", FormatError.BadValue, 1, 0, 0),
        Labels("a label beyond the last", FormatError.BadValue, 1, 0x80, 0x80, 0x80, 0x80, 0x10, 0),
        Labels("a label twice", FormatError.BadOrder, 2, 5, 5, 0),
        Labels("labels that descend", FormatError.BadOrder, 2, 5, 4, 0),
        Ends("no type", FormatError.BadValue, 0, 1, 1, 0),
        Ends("a type beyond the last", FormatError.BadValue, 0x80, 0x80, 0x80, 0x80, 0x10, 1, 1, 0),
        Ends("no start", FormatError.BadValue, 1, 0, 1, 0),
        Ends("no end", FormatError.BadValue, 1, 1, 0, 0),
        Ends("cut", FormatError.Truncated, 1, 1),
        NumberKey("cut", FormatError.Truncated, 9, 1, 0, 0, 0),
        NumberKey("bytes after the end", FormatError.TrailingBytes, 9, 1, 0, 0, 0, 1, 0),
        NumberKey("no kind", FormatError.BadValue, 9, 0, 0, 0, 0, 1),
        NumberKey("a kind to come", FormatError.BadValue, 9, 4, 0, 0, 0, 1),
        NumberKey("number 0", FormatError.BadValue, 9, 1, 0, 0, 0, 0),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    [Fact]
    public void Encoders_refuse_what_a_reader_would()
    {
        FormatWriter writer = new();
        Assert.Throws<ArgumentException>(() => new GraphAttributes(string.Empty, default).Encode(writer));
        Assert.Throws<ArgumentException>(() => new GraphAttributes(new string('x', 256), default).Encode(writer));
        Assert.Throws<ArgumentException>(() => new GraphAttributes("\uD800", default).Encode(writer));
        Assert.Throws<ArgumentException>(() => new DatabaseAttributes(new Xid(ulong.MaxValue), 0).Encode(writer));
        Assert.Throws<ArgumentException>(() => GraphName.Encode(string.Empty));
        Assert.Throws<ArgumentException>(() => GraphName.Encode(new string('é', 128)));
        Assert.Throws<ArgumentException>(() => RedoRecord.WriteGraph(writer, new GraphId(1), string.Empty));
    }

    [Fact]
    public void A_database_before_its_first_transaction_has_no_attributes()
    {
        DatabaseAttributes none = DatabaseAttributes.Decode([]);
        Assert.Equal(Xid.None, none.Xid);
        Assert.Empty(Samples.Encode(none.Encode));
    }

    [Fact]
    public void The_longest_name_is_read()
    {
        string name = new('x', GraphKey.NameSizeMax);
        Assert.Equal(name, GraphName.Decode(GraphName.Encode(name)));
        GraphAttributes attributes = new(name, new GraphFingerprint(UInt128.MaxValue));
        Assert.Equal(attributes, GraphAttributes.Decode(Samples.Encode(attributes.Encode)));
    }

    [Fact]
    public void Frames_of_the_log_are_named_by_their_place()
    {
        ArchiveFormatException failure = Assert.Throws<ArchiveFormatException>(() => RedoRecord.Decode((LogRecordType)RedoType.Node, [0], 4096));
        Assert.Equal(4096, failure.Offset);
        failure = Assert.Throws<ArchiveFormatException>(() => CommitFingerprints.Decode(Commit, 8192, []));
        Assert.Equal(8192, failure.Offset);
    }

    [Fact]
    public void Entries_of_a_commit_before_are_gone()
    {
        List<(GraphId Graph, GraphFingerprint Fingerprint)> entries = [];
        CommitFingerprints.Decode(SampleCommit.Some[1].Encode(), -1, entries);
        CommitFingerprints.Decode(SampleCommit.Some[0].Encode(), -1, entries);
        Assert.Equal(SampleCommit.Some[1].Fingerprints, entries);
    }

    [Fact]
    public void The_key_of_a_name_says_the_same_as_the_whole_key()
    {
        foreach (byte[] key in SampleGraph.Rows.Select(row => row.Key).Where(key => key[0] == (byte)GraphKeyspace.NumberName))
        {
            GraphKey.ReadNumber(key, out NameKind kind, out uint number);
            GraphRowKey row = GraphRowKey.Decode(key);
            Assert.Equal((row.NameKind, row.Number), (kind, number));
        }
    }

    [Fact]
    public void The_type_in_the_key_of_a_relationship_at_a_node_is_that_of_the_whole_key()
    {
        byte[] key = GraphKey.OfAdjacency(new byte[GraphKey.SizeMax], GraphKeyspace.Outgoing, 5, 0x01020304, 9).ToArray();
        Assert.Equal(0x01020304u, GraphKey.TypeOf(key));
        Assert.Equal(GraphRowKey.Decode(key).Number, GraphKey.TypeOf(key));
    }

    [Fact]
    public void Labels_are_those_of_the_whole_node_and_damage_to_them_is_refused_by_both()
    {
        int refused = 0;
        Properties.Check(Damaged("node"), 1500, bytes =>
        {
            NodeRecord? node = Accepted(() => NodeRecord.Decode(bytes));
            List<uint>? labels = Accepted(() => LabelsOf(bytes));
            refused += labels is null ? 1 : 0;
            if (node is not null)
            {
                Assert.Equal(node.Labels, labels!);
            }
        });
        Assert.NotEqual(0, refused);
    }

    [Fact]
    public void Ends_are_those_of_the_whole_relationship_and_damage_to_them_is_refused_by_both()
    {
        int refused = 0;
        Properties.Check(Damaged("relationship"), 1500, bytes =>
        {
            RelationshipRecord? relationship = Accepted(() => RelationshipRecord.Decode(bytes));
            Tuple<RelationshipEnds>? ends = Accepted(() => Tuple.Create(RelationshipEnds.Read(bytes)));
            refused += ends is null ? 1 : 0;
            if (relationship is not null)
            {
                Assert.Equal(new RelationshipEnds(relationship.Type, relationship.Start, relationship.End), ends!.Item1);
            }
        });
        Assert.NotEqual(0, refused);
    }

    private static FsCheck.Gen<byte[]> Damaged(string structure) => FsCheck.Fluent.Gen.SelectMany(
        StructureCases.Named(structure).Encoded,
        bytes => FsCheck.Fluent.Gen.Select(Damage.Some, damages => Damage.Apply(bytes, damages)));

    private static List<uint> LabelsOf(byte[] row)
    {
        List<uint> labels = [];
        LabelReader reader = new(row);
        while (reader.MoveNext())
        {
            labels.Add(reader.Current);
        }

        return labels;
    }

    /// <summary>What is decoded; null where it is refused.</summary>
    private static T? Accepted<T>(Func<T> decode)
        where T : class
    {
        try
        {
            return decode();
        }
        catch (ArchiveFormatException)
        {
            return null;
        }
    }

    private static FailureCase Graph(string name, FormatError error, byte[] bytes) =>
        new("graph attributes: " + name, error, "graph attributes", -1, () => GraphAttributes.Decode(bytes));

    private static FailureCase Database(string name, FormatError error, params byte[] bytes) =>
        new("database attributes: " + name, error, "database attributes", -1, () => DatabaseAttributes.Decode(bytes));

    private static FailureCase Name(string name, FormatError error, params byte[] bytes) =>
        new("name: " + name, error, "name", -1, () => GraphName.Decode(bytes));

    private static FailureCase Fingerprints(string name, FormatError error, byte[] bytes) =>
        new("fingerprints: " + name, error, "commit fingerprints", -1, () => CommitFingerprints.Decode(bytes, -1, []));

    private static FailureCase Redo(string name, FormatError error, RedoType type, params byte[] bytes) =>
        Redo(name, error, (int)type, bytes);

    private static FailureCase Redo(string name, FormatError error, int type, params byte[] bytes) =>
        new("redo: " + name, error, "redo record", -1, () => RedoRecord.Decode((LogRecordType)type, bytes));

    private static FailureCase Labels(string name, FormatError error, params byte[] bytes) =>
        new("labels: " + name, error, "node", -1, () => LabelsOf(bytes));

    private static FailureCase Ends(string name, FormatError error, params byte[] bytes) =>
        new("ends: " + name, error, "relationship", -1, () => RelationshipEnds.Read(bytes));

    private static FailureCase NumberKey(string name, FormatError error, params byte[] bytes) =>
        new("number key: " + name, error, "key of a name", -1, () => GraphKey.ReadNumber(bytes, out _, out _));
}
