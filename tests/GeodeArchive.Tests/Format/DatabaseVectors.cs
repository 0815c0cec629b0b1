using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Tests.Format;

/// <summary>The vectors of what a database keeps in the catalog and in the log.</summary>
internal static class DatabaseVectors
{
    private static readonly VectorQuestion AskGraph = new("graph-attributes");
    private static readonly VectorQuestion AskDatabase = new("database-attributes");
    private static readonly VectorQuestion AskRecord = new("wal-record");

    private static readonly byte[] Graph =
        Samples.Encode(new GraphAttributes("Straßen", SampleGraph.Attributes.Fingerprint).Encode);

    private static readonly byte[] Database = Samples.Encode(new DatabaseAttributes(new Xid(300), SampleLogs.Time).Encode);

    private static readonly byte[] Commit = SampleCommit.Some[1].Encode();

    public static IEnumerable<Vector> Valid =>
    [
        new Vector("graph-attributes", AskGraph, Graph),
        new Vector("database-attributes", AskDatabase, Database),
        new Vector("database-attributes-before-1970", AskDatabase, Samples.Encode(new DatabaseAttributes(new Xid(1), -1).Encode)),
        .. SampleRedo.OfEachType.Select(redo => new Vector("wal-record-" + NameOf(redo.Type), AskRecord, redo.ToLog().Encode())),
        new Vector("wal-record-commit", AskRecord, SampleCommit.Some[1].ToLog().Encode()),
        new Vector("wal-record-commit-without-graphs", AskRecord, SampleCommit.Some[0].ToLog().Encode()),
    ];

    public static IEnumerable<Vector> Invalid =>
    [
        Bad("graph-attributes-bad-value", AskGraph, FormatError.BadValue, "the name is empty", [.. Graph[..16], 0]),
        Bad("graph-attributes-too-large", AskGraph, FormatError.TooLarge, "the name has 256 bytes", [.. Graph[..16], 0x80, 2, .. Samples.Bytes(256, 1)]),
        Bad("graph-attributes-truncated", AskGraph, FormatError.Truncated, "the fingerprint is cut", Graph[..15]),
        Bad("graph-attributes-trailing-bytes", AskGraph, FormatError.TrailingBytes, "there is a byte after the name", [.. Graph, 0]),
        Bad("database-attributes-bad-value", AskDatabase, FormatError.BadValue, "the XID is 0", [0, .. Database[2..]]),
        Bad("database-attributes-bad-varint", AskDatabase, FormatError.BadVarint, "the XID is not in shortest form", [0x81, 0, .. Database[2..]]),
        Bad("database-attributes-truncated", AskDatabase, FormatError.Truncated, "the time is missing", Database[..2]),
        Bad("database-attributes-trailing-bytes", AskDatabase, FormatError.TrailingBytes, "there is a byte after the time", [.. Database, 0]),
        Redo("type", FormatError.BadValue, "the type is 73", 73, 1),
        Redo("graph-zero", FormatError.BadValue, "the graph is 0", RedoType.GraphDropped, 0),
        Redo("graph-without-name", FormatError.BadValue, "the graph has no name", RedoType.GraphCreated, 1),
        Redo("graph-dropped-trailing-bytes", FormatError.TrailingBytes, "there is a byte after the graph", RedoType.GraphDropped, 1, 0),
        Redo("name-kind", FormatError.BadValue, "the kind is 4", RedoType.Name, 1, 4, 1, (byte)'a'),
        Redo("name-number", FormatError.BadValue, "the number is 2^32", RedoType.Name, 1, 1, 0x80, 0x80, 0x80, 0x80, 0x10, (byte)'a'),
        Redo("name-not-text", FormatError.BadValue, "the name is not UTF-8", RedoType.Name, 1, 1, 1, 0xC3),
        Redo("name-too-long", FormatError.BadValue, "the name has 256 bytes", RedoType.Name, [1, 1, 1, .. Enumerable.Repeat((byte)'a', 256)]),
        Redo("node-zero", FormatError.BadValue, "the id is 0", RedoType.Node, 1, 0, 0, 0),
        Redo("node-bad-order", FormatError.BadOrder, "two labels descend", RedoType.Node, 1, 5, 2, 5, 4, 0),
        Redo("node-truncated", FormatError.Truncated, "there is no id", RedoType.NodeDeleted, 1),
        Redo("relationship-bad-value", FormatError.BadValue, "the type is 0", RedoType.Relationship, 1, 7, 0, 5, 5, 0),
        Redo("relationship-deleted-trailing-bytes", FormatError.TrailingBytes, "a row follows", RedoType.RelationshipDeleted, 1, 7, 1, 5, 5, 0),
        Redo("recovery-point-without-name", FormatError.BadValue, "there is no name", RedoType.RecoveryPoint),
        Fingerprints("bad-order", FormatError.BadOrder, "the graphs descend", [.. Commit[..17], 2, .. Commit[18..34], 1, .. Commit[36..]]),
        Fingerprints("bad-value", FormatError.BadValue, "the first graph is 0", [.. Commit[..17], 0, .. Commit[18..]]),
        Fingerprints("truncated", FormatError.Truncated, "count is 3, and there are two", [.. Commit[..16], 3, .. Commit[17..]]),
        Fingerprints("trailing-bytes", FormatError.TrailingBytes, "there is a byte after the last fingerprint", [.. Commit, 0]),
    ];

    private static string NameOf(RedoType type) => type switch
    {
        RedoType.GraphCreated => "graph-created",
        RedoType.GraphDropped => "graph-dropped",
        RedoType.NodeDeleted => "node-deleted",
        RedoType.RelationshipDeleted => "relationship-deleted",
        RedoType.RecoveryPoint => "recovery-point",
        _ => type.ToString().ToLowerInvariant(),
    };

    private static Vector Redo(string name, FormatError failure, string about, RedoType type, params byte[] body) =>
        Redo(name, failure, about, (int)type, body);

    private static Vector Redo(string name, FormatError failure, string about, int type, params byte[] body) =>
        Bad("wal-record-" + name, AskRecord, failure, about, SampleLogRecord.Redo(type, body).Encode());

    private static Vector Fingerprints(string name, FormatError failure, string about, byte[] body) =>
        Bad("wal-record-commit-" + name, AskRecord, failure, about, new SampleLogRecord(LogRecordType.Commit, body).Encode());

    private static Vector Bad(string name, VectorQuestion question, FormatError failure, string about, byte[] bytes) =>
        new(name, question, bytes) { Failure = failure, About = about };
}
