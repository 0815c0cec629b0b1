using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Replaying;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Reading;

namespace GeodeArchive.Store;

/// <summary>
/// Makes a database of the files of a checkpoint: opens them in a new incarnation, replays the log up to a place, begins a timeline there,
/// and makes all of it durable. The mark that keeps others from opening it stays: see <see cref="RestoreMark"/>.
/// </summary>
public sealed class Replayer
{
    private readonly Machine _machine;
    private readonly DatabaseOptions _options;
    private readonly Action<Lsn> _progress;

    /// <summary>Prepares a replay.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="options">How the database is run.</param>
    /// <param name="progress">Is told, now and then, up to where the log was applied.</param>
    public Replayer(Machine machine, DatabaseOptions options, Action<Lsn> progress)
    {
        _machine = machine;
        _options = options;
        _progress = progress;
    }

    /// <summary>Replays. When this returns, the database is complete, durable and closed.</summary>
    /// <param name="data">The data directory with the files of a checkpoint, marked as being restored; disposed of in any case.</param>
    /// <param name="log">Where the log goes; null for <c>wal</c> in the data directory. Disposed of in any case.</param>
    /// <param name="source">The records between the checkpoint and the place; null for none.</param>
    /// <param name="place">Where the source ends, behind a commit; null for the place of the checkpoint.</param>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.Damaged"/>: files or records are damaged, do not go together, or end before the place; or an I/O error.
    /// What was
    /// restored so far cannot be opened.
    /// </exception>
    public ReplayResult Run(IDirectory data, IDirectory? log, ILogSource? source = null, ForkPoint? place = null)
    {
        using var directory = DataDirectory.Open(_machine, data, log, isNew: true, isRestored: true);
        try
        {
            using var store = TreeStore.Open(directory.Files, _machine, _options.Store with { BeginsIncarnation = true });
            var applier = new RedoApplier(_machine, store);
            applier.Open();
            var fork = place ?? new ForkPoint(store.Last.TimelineId, store.Last.Epoch, store.Last.CheckpointLsn);
            var count = source is null ? 0 : Replay(source, store, applier);
            DemandAt(fork, applier);
            var timeline = Fork(store, fork);
            using (WriteAheadLog.Create(_machine, directory.TakeLog(), _options.Log, timeline, applier.TimeMax, applier.Xid))
            {
                // Two, so that one can be fallen back to.
                WriteCheckpoint(store, applier, timeline.TimelineId, timeline.Epoch);
                WriteCheckpoint(store, applier, timeline.TimelineId, timeline.Epoch);
            }

            return new ReplayResult(timeline, store.IncarnationId, applier.Xid, applier.TimeMax, count);
        }
        catch (FileException error)
        {
            throw StoreException.From(error);
        }
        catch (LogException error)
        {
            throw StoreException.From(error);
        }
    }

    private long Replay(ILogSource source, TreeStore store, RedoApplier applier)
    {
        var replay = new Replay(_machine, applier);
        replay.Run(source, () =>
        {
            _progress(applier.Lsn);
            if (store.DirtySize > _options.DirtySizeMax)
            {
                WriteCheckpoint(store, applier, store.Last.TimelineId, store.Last.Epoch);
            }
        });
        return replay.Count;
    }

    /// <summary>What was asked for, and no other state, is what is restored.</summary>
    private static void DemandAt(ForkPoint fork, RedoApplier applier)
    {
        if (applier.Lsn != fork.Lsn)
        {
            throw new StoreException(
                StoreError.Damaged,
                $"the log ends at {applier.Lsn}, and not at {fork.Lsn}, where the state is that was asked for",
                "check the archive of the log, or restore to another place");
        }
    }

    private LogTimeline Fork(TreeStore store, ForkPoint fork)
    {
        Span<byte> id = stackalloc byte[Id128.Size];
        _machine.Entropy.Fill(id);
        return new LogTimeline
        {
            DatabaseId = store.DatabaseId,
            TimelineId = new TimelineId(Id128.Read(id)),
            ParentId = fork.TimelineId,
            Fork = fork.Lsn,
            Epoch = checked(fork.Epoch + 1),
            Created = WallTime.Now(_machine.Clock),
        };
    }

    private static void WriteCheckpoint(TreeStore store, RedoApplier applier, TimelineId timeline, uint epoch)
    {
        applier.FlushForCheckpoint();
        using var checkpoint = store.BeginCheckpoint(new CheckpointMark(timeline, epoch, applier.Lsn));
        checkpoint.Write();
    }
}
