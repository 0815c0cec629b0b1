using GeodeArchive.Format;
using GeodeArchive.Load.Verifying;
using GeodeArchive.Objects;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Archiving;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Database;

namespace GeodeArchive.Tests.Recovery;

/// <summary>Log that is lost, before it is archived or after, is never passed over in silence.</summary>
public sealed class LostObjectsTests
{
    [Fact]
    public void Log_that_is_not_archived_is_kept_by_whoever_opens_the_database()
    {
        var disk = DatabaseBench.NewDisk(1);
        Live(disk, 1, archives: true, isNew: true);
        for (ulong seed = 2; seed < 8; seed++)
        {
            // As a backup of a database that is not running does.
            Live(disk, seed, archives: false);
        }

        Live(disk, 9, archives: true);
        SimulatedMachine.Run(10, disk, machine =>
        {
            using var store = RecoverableHistory.OpenWalArchive(machine);
            var timeline = Assert.Single(LogArchive.Open(machine.Machine, store).ListTimelines());
            Assert.Equal(Lsn.Zero, Assert.Single(timeline.Intervals).Start);
            Assert.Empty(timeline.Damages);
        });
    }

    [Fact]
    public void Who_gives_up_archiving_gets_his_log_back() => DatabaseBench.Run((_, database) =>
    {
        database.Log.NoteArchived(Lsn.Zero);
        for (var i = 0; i < 30; i++)
        {
            Fill(database);
        }

        database.Checkpoint();
        Fill(database);
        database.Checkpoint();
        Assert.Equal(Lsn.Zero, database.Log.Oldest);
        database.Log.ForgetArchive();
        Assert.Null(database.Log.Archived);
        Assert.True(database.Log.Oldest > Lsn.Zero);
    });

    [Fact]
    public void Each_object_that_is_missing_is_named_before_anything_is_written()
    {
        var history = new RecoverableHistory(3);
        history.Live(6);
        var last = history.Record.LastXid;
        var first = history.Backups[0].Name;
        history.Restore(first, RecoveryTarget.Latest, new LoadMoment { Xid = last }, out _);
        var whole = history.Disk;
        var objects = Objects(whole);
        Assert.InRange(objects.Count, 4, 50);
        foreach (var lost in objects)
        {
            history.Disk = whole.Clone(1);
            SimulatedMachine.Run(5, history.Disk, machine =>
            {
                using var store = RecoverableHistory.OpenWalArchive(machine);
                Assert.True(store.Delete(lost));
            });
            var failure = Assert.Throws<LogArchiveException>(() => history.Restore(first, RecoveryTarget.Latest, null, out _));
            Assert.True(failure.IsDamage, failure.Message);
        }
    }

    [Fact]
    public void Objects_that_are_missing_before_a_fork_are_no_end()
    {
        var trunk = new RecoverableHistory(4);
        trunk.Live(3);
        var fork = trunk.Record.Acknowledgements.Max(one => one.Xid);
        var first = trunk.Backups[0].Name;
        trunk.Restore(first, RecoveryTarget.AtXid(fork), new LoadMoment { Xid = fork }, out var folder);
        var branch = trunk.Branch(fork);
        branch.Live(1, folder, "branch ");
        var parent = branch.Backups[0].Source.TimelineId.ToString();
        var lost = Objects(branch.Disk).Where(key => key.Text.StartsWith(parent, StringComparison.Ordinal)).Order().Last();
        SimulatedMachine.Run(5, branch.Disk, machine =>
        {
            using var store = RecoverableHistory.OpenWalArchive(machine);
            store.Delete(lost);
            foreach (var note in store.List($"{parent}/covered/"))
            {
                store.Delete(note.Key);
            }
        });
        var failure = Assert.Throws<LogArchiveException>(() => branch.Restore(first, RecoveryTarget.Latest, null, out _));
        Assert.Contains("objects behind that are missing", failure.Message, StringComparison.Ordinal);
    }

    private static void Live(SimulatedDisk disk, ulong seed, bool archives, bool isNew = false) => SimulatedMachine.Run(seed, disk, machine =>
    {
        using var database = isNew ? DatabaseBench.Create(machine) : DatabaseBench.Open(machine);
        if (isNew)
        {
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
        }

        using var store = RecoverableHistory.OpenWalArchive(machine);
        using var archiving = archives
            ? new WalArchivePipeline(LogArchive.Create(machine.Machine, store, database.DatabaseId), database.Log, new LogArchiverOptions())
            : null;
        Fill(database);
        database.Checkpoint();
        Fill(database);
        database.Checkpoint();
    });

    private static void Fill(GeodeArchive.Store.GraphDatabase database) => DatabaseBench.Change(
        database,
        graph => graph.CreateNode(new NodeRecord([], [new GraphProperty(1, PropertyValue.From(new string('x', 200_000)))])));

    private static List<ObjectKey> Objects(SimulatedDisk disk)
    {
        List<ObjectKey> keys = [];
        SimulatedMachine.Run(6, disk, machine =>
        {
            using var store = RecoverableHistory.OpenWalArchive(machine);
            keys = [.. store.List(string.Empty).Select(entry => entry.Key).Where(key => key.Text.Split('/') is [_, { Length: 8 }, _])];
        });
        return keys;
    }
}
