using System.Text.Json.Nodes;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Tests.Format;

/// <summary>What a database keeps in the catalog and in the log: read, as JSON under the names of the specification, and written again.</summary>
internal static class DatabaseText
{
    public static readonly string[] Kinds = ["graph-attributes", "database-attributes", "wal-record"];

    public static JsonObject Read(string kind, byte[] bytes)
    {
        switch (kind)
        {
            case "graph-attributes":
                GraphAttributes graph = GraphAttributes.Decode(bytes);
                return new JsonObject { ["fingerprint"] = graph.Fingerprint.ToString(), ["name"] = graph.Name };
            case "database-attributes":
                DatabaseAttributes database = DatabaseAttributes.Decode(bytes);
                return new JsonObject { ["xid"] = database.Xid.Value, ["time"] = database.TimeMax };
            default:
                SampleLogRecord record = ReadRecord(bytes);
                JsonObject described = record.Type == LogRecordType.Commit
                    ? Commit(SampleCommit.Decode(record.Body))
                    : Redo(SampleRedo.Decode(record.Type, record.Body));
                described.Insert(0, "type", (int)record.Type);
                return described;
        }
    }

    /// <summary>The same again, from what was decoded.</summary>
    public static byte[] Encode(string kind, byte[] bytes)
    {
        switch (kind)
        {
            case "graph-attributes":
                return Samples.Encode(GraphAttributes.Decode(bytes).Encode);
            case "database-attributes":
                return Samples.Encode(DatabaseAttributes.Decode(bytes).Encode);
            default:
                SampleLogRecord record = ReadRecord(bytes);
                return record.Type == LogRecordType.Commit
                    ? SampleCommit.Decode(record.Body).ToLog().Encode()
                    : SampleRedo.Decode(record.Type, record.Body).ToLog().Encode();
        }
    }

    private static SampleLogRecord ReadRecord(byte[] bytes)
    {
        LogRecordHeader header = LogRecordHeader.Decode(bytes, -1);
        if (header.TotalSize < bytes.Length)
        {
            ArchiveFormatException.Throw(FormatError.TrailingBytes, "log record", -1, "bytes after the end");
        }

        return new SampleLogRecord(header.Type, bytes[LogRecordHeader.Size..]);
    }

    private static JsonObject Commit(SampleCommit commit) => new()
    {
        ["xid"] = commit.Commit.Xid.Value,
        ["time"] = commit.Commit.Time,
        ["fingerprints"] = VectorText.List(
            commit.Fingerprints,
            entry => new JsonObject { ["graph_id"] = entry.Graph.Value, ["fingerprint"] = entry.Fingerprint.ToString() }),
    };

    private static JsonObject Redo(SampleRedo redo)
    {
        if (redo.Type == RedoType.Part)
        {
            return new JsonObject { ["body"] = Convert.ToHexStringLower(redo.Bytes) };
        }

        if (redo.Type == RedoType.RecoveryPoint)
        {
            return new JsonObject { ["name"] = Convert.ToHexStringLower(redo.Bytes) };
        }

        JsonObject described = new() { ["graph_id"] = redo.Graph };
        switch (redo.Type)
        {
            case RedoType.GraphCreated:
                described["name"] = Convert.ToHexStringLower(redo.Bytes);
                break;
            case RedoType.Name:
                described["kind"] = (int)redo.Kind;
                described["number"] = redo.Id;
                described["name"] = Convert.ToHexStringLower(redo.Bytes);
                break;
            case RedoType.Node or RedoType.Relationship:
                GraphKeyspace keyspace = redo.Type == RedoType.Node ? GraphKeyspace.Node : GraphKeyspace.Relationship;
                byte[] key = GraphKey.Of(new byte[GraphKey.SizeMax], keyspace, redo.Id).ToArray();
                described["row"] = StoreText.GraphRow(key, redo.Bytes);
                break;
            case RedoType.NodeDeleted:
                described["node_id"] = redo.Id;
                break;
            case RedoType.RelationshipDeleted:
                described["relationship_id"] = redo.Id;
                break;
        }

        return described;
    }
}
