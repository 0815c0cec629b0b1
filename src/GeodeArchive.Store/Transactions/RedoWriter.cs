using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Store.Transactions;

/// <summary>Writes what a transaction changes as redo records: see format-spec/graph.md.</summary>
internal static class RedoWriter
{
    [ThreadStatic]
    private static FormatWriter? _body;

    /// <summary>Writes the records.</summary>
    /// <returns>What each graph's fingerprint changes by, names left out, in the order of the graphs.</returns>
    public static List<GraphFingerprint> Write(Transaction transaction, LogBatch batch)
    {
        var writer = _body ??= new FormatWriter(256);
        batch.Clear();
        foreach (var writes in transaction.Writes)
        {
            if (writes.IsDropped)
            {
                writer.Clear();
                RedoRecord.WriteGraph(writer, writes.Graph.Id);
                Add(batch, RedoType.GraphDropped, writer);
            }
        }

        var sums = new List<GraphFingerprint>(transaction.Writes.Count);
        foreach (var writes in transaction.Writes)
        {
            sums.Add(writes.IsDropped ? default : Write(transaction, writes, batch, writer));
        }

        return sums;
    }

    private static GraphFingerprint Write(Transaction transaction, GraphWrites writes, LogBatch batch, FormatWriter writer)
    {
        if (writes.IsCreated)
        {
            writer.Clear();
            RedoRecord.WriteGraph(writer, writes.Graph.Id, writes.Graph.Name);
            Add(batch, RedoType.GraphCreated, writer);
        }

        foreach (var name in writes.Names)
        {
            writer.Clear();
            RedoRecord.WriteName(writer, writes.Graph.Id, name.Kind, name.Number, name.Bytes);
            Add(batch, RedoType.Name, writer);
        }

        var before = transaction.SnapshotRead?.Graphs.GetValueOrDefault(writes.Graph.Id);
        var sum = GraphFingerprint.Empty;
        WritePuts(writes.Nodes, GraphKeyspace.Node, RedoType.Node);
        WritePuts(writes.Relationships, GraphKeyspace.Relationship, RedoType.Relationship);
        WriteDeletes(writes.Relationships, GraphKeyspace.Relationship, RedoType.RelationshipDeleted);
        WriteDeletes(writes.Nodes, GraphKeyspace.Node, RedoType.NodeDeleted);
        return sum;

        void WritePuts(Dictionary<long, RowChange> changes, GraphKeyspace keyspace, RedoType type)
        {
            foreach (var (id, change) in InOrder(changes))
            {
                if (change.Row is { } row)
                {
                    WriteRow(batch, writer, type, writes.Graph.Id, id, row);
                    sum += RowSum(keyspace, id, row) - SumBefore(keyspace, id, change);
                }
            }
        }

        void WriteDeletes(Dictionary<long, RowChange> changes, GraphKeyspace keyspace, RedoType type)
        {
            foreach (var (id, change) in InOrder(changes))
            {
                if (change.Row is null)
                {
                    writer.Clear();
                    RedoRecord.WriteRowStart(writer, writes.Graph.Id, id);
                    Add(batch, type, writer);
                    sum -= SumBefore(keyspace, id, change);
                }
            }
        }

        GraphFingerprint SumBefore(GraphKeyspace keyspace, long id, RowChange change) =>
            change.IsNew ? default : RowSum(keyspace, id, GraphSnapshot.RowOf(before!.RowOf(keyspace, id)));
    }

    private static GraphFingerprint RowSum(GraphKeyspace keyspace, long id, ReadOnlySpan<byte> row) =>
        GraphFingerprint.OfRow(GraphKey.Of(stackalloc byte[GraphTree.KeySizeMax], keyspace, id), row);

    private static IEnumerable<KeyValuePair<long, RowChange>> InOrder(Dictionary<long, RowChange> changes) =>
        changes.Count < 2 ? changes : changes.OrderBy(change => change.Key);

    private static void WriteRow(LogBatch batch, FormatWriter writer, RedoType type, GraphId graph, long id, ReadOnlySpan<byte> row)
    {
        while (row.Length > RedoRecord.PartSizeMax)
        {
            batch.Add((LogRecordType)RedoType.Part, row[..RedoRecord.PartSizeMax]);
            row = row[RedoRecord.PartSizeMax..];
        }

        writer.Clear();
        RedoRecord.WriteRowStart(writer, graph, id);
        writer.WriteBytes(row);
        Add(batch, type, writer);
    }

    private static void Add(LogBatch batch, RedoType type, FormatWriter body) => batch.Add((LogRecordType)type, body.WrittenSpan);
}
