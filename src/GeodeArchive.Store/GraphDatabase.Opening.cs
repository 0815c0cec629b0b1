using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Replaying;
using GeodeArchive.Wal;

namespace GeodeArchive.Store;

/// <content>Making, opening, and recovering.</content>
public sealed partial class GraphDatabase
{
    private long _dirtySizeTried;

    /// <summary>Transactions that were put into the trees again when the database was opened.</summary>
    public long RecoveredCount { get; private set; }

    /// <summary>Makes a database without graphs. When this returns, it is durable, and open.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="data">
    /// The data directory, without a database; what an attempt left that did not end is no hindrance. The database's from now on, also
    /// if it
    /// cannot be made.
    /// </param>
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
                var mark = new CheckpointMark(timeline.TimelineId, timeline.Epoch, wal.End);
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
    /// <see cref="StoreError.NotFound"/>, <see cref="StoreError.Locked"/>, <see cref="StoreError.Damaged"/> with the place, or an I/O
    /// error.
    /// </exception>
    public static GraphDatabase Open(Machine machine, IDirectory data, IDirectory? log, DatabaseOptions options)
    {
        var directory = DataDirectory.Open(machine, data, log, isNew: false);
        TreeStore? store = null;
        WriteAheadLog? wal = null;
        try
        {
            // Another life each time: whoever copies the directory, or sets a machine back, need not know that he makes a fork.
            store = TreeStore.Open(directory.Files, machine, options.Store with { BeginsIncarnation = true });
            wal = WriteAheadLog.Open(
                machine,
                directory.TakeLog(),
                options.Log,
                store.Last.CheckpointLsn,
                store.KnownDurable,
                new LogIdentity(store.DatabaseId, store.Last.TimelineId));

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
        database.StartDraining();
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
            Created = WallTime.Now(machine.Clock),
        };
    }

    /// <summary>Puts into the trees what the log has behind the checkpoint.</summary>
    private void Recover()
    {
        _applier.Open();
        var replay = new Replay(_machine, _applier);
        using (var reader = _log.Read(_applier.Lsn))
        {
            replay.Run(reader, MakeRoomWhileRecovering);
        }

        RecoveredCount = replay.Count;
        _applier.EndProving(_log.Durable);
        foreach (var graph in _applier.Names.Values)
        {
            _committedNames.Add(graph.Name, graph);
        }

        _lastXid = _applier.Xid;
        NoteApplied();
    }

    private void MakeRoomWhileRecovering()
    {
        if (_store.DirtySize > _dirtySizeTried + _options.DirtySizeMax)
        {
            TryCheckpointWhileRecovering();
        }
    }

    /// <summary>A full disk does not stop a recovery, while memory suffices: what is on it may have to be read to make room.</summary>
    private void TryCheckpointWhileRecovering()
    {
        const int Patience = 4;
        try
        {
            WriteCheckpoint();
            _dirtySizeTried = 0;
        }
        catch (StoreException error) when (error.Error == StoreError.NoSpace && _store.DirtySize < Patience * _options.DirtySizeMax)
        {
            _checkpointFailure = error;
            _dirtySizeTried = _store.DirtySize;
        }
    }
}
