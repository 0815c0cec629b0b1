using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Wal;

namespace GeodeArchive.Store;

/// <content>Making, opening, and recovering.</content>
public sealed partial class GraphDatabase
{
    /// <summary>Transactions that were put into the trees again when the database was opened.</summary>
    public long RecoveredCount { get; private set; }

    /// <summary>Makes a database without graphs. When this returns, it is durable, and open.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="data">The data directory, without a database; what an attempt left that did not end is no hindrance. It is the database's from now on, also if it cannot be made.</param>
    /// <param name="log">Where the log goes: S-71; null for <c>wal</c> in the data directory. The database's from now on.</param>
    /// <param name="options">How it is run.</param>
    /// <exception cref="StoreException"><see cref="StoreError.Exists"/>, <see cref="StoreError.Locked"/>, or an I/O error.</exception>
    public static GraphDatabase Create(Machine machine, IDirectory data, IDirectory? log, DatabaseOptions options)
    {
        var directory = DataDirectory.Open(machine, data, log, isNew: true);
        try
        {
            if (TreeStore.HasCatalog(directory.Files))
            {
                throw new StoreException(StoreError.Exists, $"there is a database in {data.DisplayPath} already");
            }

            var timeline = NewTimeline(machine);
            var wal = WriteAheadLog.Create(machine, directory.TakeLog(), options.Log, timeline);
            try
            {
                var mark = new CheckpointMark(timeline.TimelineId, wal.End);
                var store = TreeStore.Create(directory.Files, machine, options.Store, timeline.DatabaseId, mark);
                return Start(new GraphDatabase(machine, options, directory, store, wal));
            }
            catch
            {
                wal.Dispose();
                throw;
            }
        }
        catch (Exception error)
        {
            directory.Dispose();
            if (error is LogException refused)
            {
                throw StoreException.From(refused);
            }

            throw;
        }
    }

    /// <summary>Opens a database: takes its last checkpoint, and puts into the trees what the log has after it.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="data">The data directory; the database's from now on, also if it cannot be opened.</param>
    /// <param name="log">Where the log is: S-71; null for <c>wal</c> in the data directory. The database's from now on.</param>
    /// <param name="options">How it is run.</param>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.NotFound"/>, <see cref="StoreError.Locked"/>, <see cref="StoreError.Damaged"/> with the place, or an I/O error.
    /// </exception>
    public static GraphDatabase Open(Machine machine, IDirectory data, IDirectory? log, DatabaseOptions options)
    {
        var directory = DataDirectory.Open(machine, data, log, isNew: false);
        TreeStore? store = null;
        WriteAheadLog? wal = null;
        try
        {
            store = TreeStore.Open(directory.Files, machine, options.Store);
            var mark = store.Last.CheckpointLsn;
            wal = WriteAheadLog.Open(machine, directory.TakeLog(), options.Log, mark, mark);
            if (wal.Timeline.DatabaseId != store.DatabaseId || wal.Timeline.TimelineId != store.Last.TimelineId)
            {
                throw new StoreException(
                    StoreError.Damaged,
                    $"the log is of timeline {wal.Timeline.TimelineId}, the store of timeline {store.Last.TimelineId}",
                    "name the log directory that belongs to the data directory");
            }

            var database = new GraphDatabase(machine, options, directory, store, wal);
            database.Recover();
            return Start(database);
        }
        catch (Exception error)
        {
            wal?.Dispose();
            store?.Dispose();
            directory.Dispose();
            if (error is LogException refused)
            {
                throw StoreException.From(refused);
            }

            throw;
        }
    }

    private static GraphDatabase Start(GraphDatabase database)
    {
        database.StartCheckpoints();
        return database;
    }

    private static LogTimeline NewTimeline(Machine machine)
    {
        Span<byte> ids = stackalloc byte[2 * Id128.Size];
        machine.Entropy.Fill(ids);
        return new LogTimeline
        {
            DatabaseId = new DatabaseId(Id128.Read(ids)),
            TimelineId = new TimelineId(Id128.Read(ids[Id128.Size..])),
            ParentId = default,
            Fork = Lsn.Zero,
            Epoch = 1,
            Created = TreeStore.NowOf(machine),
        };
    }

    private void Recover()
    {
        _isRecovering = true;
        OpenGraphs();
        using (var reader = _log.Read(Applied))
        {
            var records = new FormatWriter(1 << 16);
            while (reader.TryRead(out var record))
            {
                if (record.Type == LogRecordType.Restart)
                {
                    records.Clear();
                    continue;
                }

                new LogRecordHeader(record.Type, record.Body.Length).Encode(records.Append(LogRecordHeader.Size));
                records.WriteBytes(record.Body);
                if (record.Type == LogRecordType.Commit)
                {
                    Recover(records.WrittenSpan, LogCommit.Decode(record.Body, record.FrameOffset), record.End);
                    records.Clear();
                }
            }
        }

        foreach (var graph in _visible.Values)
        {
            graph.GoOnFromTree();
            graph.Tree!.IsProven = false;
            _committedNames.Add(graph.Name, graph);
        }

        _lastXid = AppliedXid;
        _isRecovering = false;
    }

    private void Recover(ReadOnlySpan<byte> records, LogCommit commit, Lsn end)
    {
        if (commit.Xid <= AppliedXid)
        {
            throw Damage(end, $"transaction {commit.Xid} comes after {AppliedXid}", null);
        }

        Apply(records, end);
        _appliedXid = commit.Xid.Value;
        _appliedLsn = end.Value;
        RecoveredCount++;
        if ((RecoveredCount & 0xFF) == 0 && _store.DirtySize > _options.DirtySizeMax)
        {
            WriteCheckpoint();
        }
    }

    private void OpenGraphs()
    {
        foreach (var id in _store.Graphs)
        {
            var tree = GraphTree.Open(_store.Graph(id));
            tree.IsProven = true;
            var graph = new Graph(_machine.Scheduler, id, tree.Name);
            tree.LoadNames(graph.Names);
            graph.Use(tree);
            _graphs[id] = graph;
            _visible = _visible.Add(tree.Name, graph);
        }

        try
        {
            var attributes = DatabaseAttributes.Decode(_store.Attributes.Span);
            _appliedXid = attributes.Xid.Value;
            _timeMax = attributes.TimeMax;
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage("catalog", damage);
        }
    }
}
