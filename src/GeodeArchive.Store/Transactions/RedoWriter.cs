using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Store.Transactions;

/// <summary>
/// Writes what a transaction changes as redo records, and sums up what that does to fingerprints: see format-spec/graph.md.
/// </summary>
internal readonly ref struct RedoWriter
{
    [ThreadStatic]
    private static FormatWriter? _idleBody;

    [ThreadStatic]
    private static RowSums? _idleSums;

    private readonly LogBatch _batch;
    private readonly FormatWriter _body;
    private readonly DatabaseSnapshot? _before;
    private readonly RowSums _sums;

    private RedoWriter(LogBatch batch, DatabaseSnapshot? before)
    {
        _batch = batch;
        _before = before;
        _body = _idleBody ??= new FormatWriter(256);
        _sums = _idleSums ??= new RowSums();
    }

    /// <summary>Writes the records, by graph, and sets <see cref="GraphWrites.Sum"/> of each.</summary>
    /// <param name="changes">What is changed, ascending by graph.</param>
    /// <param name="before">What the transaction read; null if it changes nothing that was there.</param>
    /// <param name="batch">Where to.</param>
    public static void Write(List<GraphWrites> changes, DatabaseSnapshot? before, LogBatch batch)
    {
        batch.Clear();
        var writer = new RedoWriter(batch, before);
        foreach (var writes in changes)
        {
            if (writes.IsDropped)
            {
                writer._body.Clear();
                RedoRecord.WriteGraph(writer._body, writes.Graph.Id);
                writer.Add(RedoType.GraphDropped);
            }
        }

        foreach (var writes in changes)
        {
            if (!writes.IsDropped)
            {
                writer.WriteGraph(writes);
            }
        }
    }

    private void WriteGraph(GraphWrites writes)
    {
        var graph = writes.Graph;
        if (writes.IsCreated)
        {
            _body.Clear();
            RedoRecord.WriteGraph(_body, graph.Id, graph.Name);
            Add(RedoType.GraphCreated);
        }

        foreach (var name in writes.Names)
        {
            _body.Clear();
            RedoRecord.WriteName(_body, graph.Id, name.Kind, name.Number, name.Bytes);
            Add(RedoType.Name);
        }

        writes.Nodes.Sort();
        writes.Relationships.Sort();
        _sums.Begin();
        WritePuts(writes.Nodes, graph.Id, GraphKeyspace.Node, RedoType.Node);
        WritePuts(writes.Relationships, graph.Id, GraphKeyspace.Relationship, RedoType.Relationship);
        WriteDeletes(writes.Relationships, graph.Id, GraphKeyspace.Relationship, RedoType.RelationshipDeleted);
        WriteDeletes(writes.Nodes, graph.Id, GraphKeyspace.Node, RedoType.NodeDeleted);
        writes.Sum = _sums.Complete();
    }

    private void WritePuts(RowChanges changes, GraphId graph, GraphKeyspace keyspace, RedoType type)
    {
        foreach (ref readonly var change in changes.All)
        {
            if (change.Row is { } row)
            {
                WriteRow(type, graph, change.Id, row);
                _sums.Add(keyspace, change.Id, row);
                SubtractBefore(graph, keyspace, change);
            }
        }
    }

    private void WriteDeletes(RowChanges changes, GraphId graph, GraphKeyspace keyspace, RedoType type)
    {
        if (!changes.HasOld)
        {
            return;
        }

        foreach (ref readonly var change in changes.All)
        {
            if (change is { Row: null, IsNew: false })
            {
                _body.Clear();
                RedoRecord.WriteRowStart(_body, graph, change.Id);
                Add(type);
                SubtractBefore(graph, keyspace, change);
            }
        }
    }

    private void SubtractBefore(GraphId graph, GraphKeyspace keyspace, in RowChange change)
    {
        if (!change.IsNew)
        {
            _sums.Subtract(keyspace, change.Id, GraphSnapshot.RowOf(_before!.Graphs[graph].RowOf(keyspace, change.Id)));
        }
    }

    private void WriteRow(RedoType type, GraphId graph, long id, ReadOnlySpan<byte> row)
    {
        while (row.Length > RedoRecord.PartSizeMax)
        {
            _batch.Add((LogRecordType)RedoType.Part, row[..RedoRecord.PartSizeMax]);
            row = row[RedoRecord.PartSizeMax..];
        }

        _body.Clear();
        RedoRecord.WriteRowStart(_body, graph, id);
        _body.WriteBytes(row);
        Add(type);
    }

    private void Add(RedoType type) => _batch.Add((LogRecordType)type, _body.WrittenSpan);
}
