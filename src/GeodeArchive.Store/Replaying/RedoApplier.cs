using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Store.Replaying;

/// <summary>
/// Puts transactions into the trees: the same way when they were just committed, and when they are found in a log. One worker at a time;
/// only <see cref="Graphs"/> and <see cref="Names"/> are safe for all.
/// </summary>
internal sealed class RedoApplier
{
    private const int PartsSizeKept = 1 << 20;

    private readonly Machine _machine;
    private readonly TreeStore _store;
    private readonly List<(GraphId Graph, GraphFingerprint Fingerprint)> _fingerprints = [];
    private FormatWriter _parts = new(0);
    private volatile ImmutableDictionary<string, Graph> _names = ImmutableDictionary<string, Graph>.Empty;
    private Graph? _lastGraph;
    private string? _pointName;
    private bool _isProving;

    public RedoApplier(Machine machine, TreeStore store)
    {
        _machine = machine;
        _store = store;
        Lsn = store.Last.CheckpointLsn;
    }

    /// <summary>Graphs by number; those included whose creation is committed and not yet applied, which have no tree.</summary>
    public ConcurrentDictionary<GraphId, Graph> Graphs { get; } = new();

    /// <summary>Graphs by name, as they are in the trees.</summary>
    public ImmutableDictionary<string, Graph> Names => _names;

    /// <summary>The last transaction in the trees.</summary>
    public Xid Xid { get; private set; }

    /// <summary>The place up to which the log is in the trees.</summary>
    public Lsn Lsn { get; private set; }

    /// <summary>The highest time of a commit in the trees.</summary>
    public long TimeMax { get; private set; } = long.MinValue;

    /// <summary>
    /// Takes the graphs of the store as they are. What is applied then is proven: the fingerprint over the rows that are found and put
    /// must be the one that each commit gives, until <see cref="EndProving"/>.
    /// </summary>
    /// <exception cref="StoreException">A graph is damaged, or cannot be read.</exception>
    public void Open()
    {
        _isProving = true;
        foreach (var id in _store.Graphs)
        {
            var tree = GraphTree.Open(_store.Graph(id));
            tree.IsProven = true;
            var graph = new Graph(_machine.Scheduler, id, tree.Name);
            tree.LoadNames(graph.Names);
            graph.Use(tree);
            Graphs[id] = graph;
            _names = _names.ContainsKey(tree.Name)
                ? throw StoreException.Damage(
                    "catalog", FormatError.BadOrder, "graph attributes", default, $"two graphs have the name {tree.Name}")
                : _names.Add(tree.Name, graph);
        }

        try
        {
            var attributes = DatabaseAttributes.Decode(_store.Attributes.Span);
            Xid = attributes.Xid;
            TimeMax = attributes.TimeMax;
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage("catalog", damage);
        }
    }

    /// <summary>
    /// From now on transactions are of this process: their fingerprints are those that the commits give.
    /// </summary>
    /// <param name="end">The end of the log: behind the last commit is nothing that counts.</param>
    public void EndProving(Lsn end)
    {
        Lsn = Lsn.Max(Lsn, end);
        _isProving = false;
        foreach (var graph in _names.Values)
        {
            graph.GoOnFromTree();
            graph.Tree!.IsProven = false;
        }
    }

    /// <summary>Applies a transaction that was just committed.</summary>
    /// <param name="records">Its records, the commit at the end.</param>
    /// <param name="end">The place after it.</param>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.Damaged"/>: log and store do not go together, or a page is damaged; or a page cannot be read. The trees are
    /// between two states then.
    /// </exception>
    public void Apply(ReadOnlySpan<byte> records, Lsn end)
    {
        try
        {
            for (var position = 0; position < records.Length;)
            {
                var header = LogRecordHeader.Decode(records[position..], -1);
                var body = records.Slice(position + LogRecordHeader.Size, header.BodySize);
                position += header.TotalSize;
                if (header.Type != LogRecordType.Commit)
                {
                    Apply(RedoRecord.Decode(header.Type, body), GraphFingerprint.Empty);
                    continue;
                }

                _fingerprints.Clear();
                CommitFingerprints.Decode(body, -1, _fingerprints);
                EndTransaction(LogCommit.Decode(body, -1), CollectionsMarshal.AsSpan(_fingerprints), end);
            }
        }
        catch (Exception damage) when (IsContradiction(damage))
        {
            throw DoesNotGoWithStore(end, damage);
        }

        Lsn = end;
    }

    /// <summary>Applies a transaction that was read from a log.</summary>
    /// <exception cref="StoreException">As in the other.</exception>
    public void Apply(ReplayTransaction transaction)
    {
        try
        {
            var sums = transaction.Sums;
            foreach (ref readonly var record in transaction.Records)
            {
                var sum = GraphFingerprint.Empty;
                if (record.Type is RedoType.Node or RedoType.Relationship)
                {
                    sum = sums[0];
                    sums = sums[1..];
                }

                Apply(record.In(transaction.Bytes), sum);
            }

            EndTransaction(transaction.Commit, transaction.Fingerprints, transaction.End);
        }
        catch (Exception damage) when (IsContradiction(damage))
        {
            throw DoesNotGoWithStore(transaction.End, damage);
        }

        Lsn = transaction.End;
    }

    /// <summary>Brings to the trees what a checkpoint must hold.</summary>
    public void FlushForCheckpoint()
    {
        foreach (var graph in _names.Values)
        {
            graph.Tree!.FlushForCheckpoint();
        }

        var attributes = new FormatWriter(32);
        new DatabaseAttributes(Xid, TimeMax).Encode(attributes);
        _store.Attributes = attributes.WrittenMemory;
    }

    private static ArchiveFormatException Contradiction(FormatError error, string detail) => new(error, "redo record", -1, detail);

    private static bool IsContradiction(Exception error) => error is ArchiveFormatException or OverflowException or ArgumentException;

    private static StoreException DoesNotGoWithStore(Lsn end, Exception damage) => new(
        StoreError.Damaged,
        $"the transaction up to {end} in the log does not go with the store: {damage.Message}",
        "restore the data directory from a backup; the files are left as they are",
        damage);

    private void Apply(RedoRecord record, GraphFingerprint sum)
    {
        switch (record.Type)
        {
            case RedoType.Part:
                _parts.WriteBytes(record.Bytes);
                break;
            case RedoType.Node:
                TreeOf(record.Graph).PutNode(record.Id, WholeRow(record.Bytes), sum);
                ForgetParts();
                break;
            case RedoType.NodeDeleted:
                TreeOf(record.Graph).DeleteNode(record.Id);
                break;
            case RedoType.Relationship:
                TreeOf(record.Graph).PutRelationship(record.Id, WholeRow(record.Bytes), sum);
                ForgetParts();
                break;
            case RedoType.RelationshipDeleted:
                TreeOf(record.Graph).DeleteRelationship(record.Id);
                break;
            case RedoType.Name:
                AddName(record);
                break;
            case RedoType.GraphCreated:
                CreateGraph(record.Graph, GraphName.Decode(record.Bytes));
                break;
            case RedoType.GraphDropped:
                DropGraph(record.Graph);
                break;
            case RedoType.RecoveryPoint:
                _pointName = _pointName is null ? GraphName.Decode(record.Bytes) : throw Contradiction(
                    FormatError.BadReference, $"the place has the name {_pointName} already");
                break;
        }
    }

    private ReadOnlySpan<byte> WholeRow(ReadOnlySpan<byte> rest)
    {
        if (_parts.Length == 0)
        {
            return rest;
        }

        _parts.WriteBytes(rest);
        return _parts.Length <= StoreLimits.ValueSizeMax
            ? _parts.WrittenSpan
            : throw Contradiction(FormatError.TooLarge, $"a row of {_parts.Length} bytes");
    }

    private void ForgetParts()
    {
        _parts.Clear();
        if (_parts.Capacity > PartsSizeKept)
        {
            _parts = new FormatWriter(0);
        }
    }

    private void AddName(RedoRecord record)
    {
        var graph = GraphOf(record.Graph);
        var name = GraphName.Decode(record.Bytes);
        if (!graph.Names.TryNote(record.Kind, (uint)record.Id, name, record.Bytes, out var entry))
        {
            throw Contradiction(FormatError.BadReference, $"{record.Kind} {record.Id} is a name that is another's");
        }

        if (!entry.IsApplied)
        {
            entry.IsApplied = true;
            entry.IsLogged = true;
            graph.Tree!.AddName(entry);
        }
    }

    private void CreateGraph(GraphId id, string name)
    {
        if (id.Value == uint.MaxValue)
        {
            throw Contradiction(FormatError.BadValue, $"graph {id} leaves no number for the next");
        }

        if (_names.ContainsKey(name) || (Graphs.TryGetValue(id, out var known) && known.Tree is not null))
        {
            throw Contradiction(FormatError.BadReference, $"there is a graph {id}, or one of that name, already");
        }

        // That of the transaction, if it is of this process.
        var graph = Graphs.GetOrAdd(id, number => new Graph(_machine.Scheduler, number, name));
        var tree = GraphTree.Create(_store.CreateGraph(id), name);
        tree.IsProven = _isProving;
        graph.Use(tree);
        _names = _names.Add(name, graph);
    }

    private void DropGraph(GraphId id)
    {
        var graph = GraphOf(id);
        _store.DropGraph(id);
        graph.IsDropped = true;
        Graphs.TryRemove(id, out _);
        _names = _names.Remove(graph.Name);
        _lastGraph = null;
    }

    private void EndTransaction(LogCommit commit, ReadOnlySpan<(GraphId Graph, GraphFingerprint Fingerprint)> fingerprints, Lsn end)
    {
        if (_parts.Length > 0)
        {
            throw Contradiction(FormatError.Truncated, "the end of a row is missing");
        }

        if (commit.Xid <= Xid)
        {
            throw Contradiction(FormatError.BadOrder, $"transaction {commit.Xid} comes after {Xid}");
        }

        foreach (var (id, fingerprint) in fingerprints)
        {
            var tree = TreeOf(id);
            if (_isProving && tree.Fingerprint != fingerprint)
            {
                throw Contradiction(
                    FormatError.BadReference,
                    $"the rows of graph {tree.Name} give {tree.Fingerprint}, and the commit of transaction {commit.Xid} {fingerprint}");
            }

            tree.Fingerprint = fingerprint;
        }

        Xid = commit.Xid;
        TimeMax = Math.Max(TimeMax, commit.Time);
        if (_pointName is { } name)
        {
            _pointName = null;
            if (fingerprints.Length > 0)
            {
                throw Contradiction(FormatError.BadReference, $"recovery point {name} is in a transaction that changes graphs");
            }

            _store.AddRecoveryPoint(name, new RecoveryPoint(end, commit.Xid, commit.Time));
        }
    }

    private GraphTree TreeOf(GraphId id) => GraphOf(id).Tree!;

    private Graph GraphOf(GraphId id)
    {
        if (_lastGraph is { } last && last.Id == id)
        {
            return last;
        }

        return _lastGraph = Graphs.TryGetValue(id, out var graph) && graph.Tree is not null
            ? graph
            : throw Contradiction(FormatError.BadReference, $"there is no graph {id}");
    }
}
