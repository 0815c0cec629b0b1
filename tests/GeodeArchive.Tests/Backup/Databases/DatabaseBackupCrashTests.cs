using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Tests.Database;

namespace GeodeArchive.Tests.Backup.Databases;

/// <summary>
/// The power goes out at each operation of a backup of a database in turn: what was reported as made is there and restores, nothing half
/// made shows, and the same command succeeds afterwards.
/// </summary>
public sealed class DatabaseBackupCrashTests
{
    private const ulong SetUp = 1_000_000;
    private const ulong Retry = 2_000_000;

    [Fact]
    public void Power_cut_at_every_operation_of_a_full_leaves_all_of_it_or_nothing() => CutAtEveryMutation("full-1", BackupType.Full);

    [Fact]
    public void Power_cut_at_every_operation_of_an_incremental_keeps_the_full_and_shows_no_half() =>
        CutAtEveryMutation("incr-1", BackupType.Incremental);

    private static void CutAtEveryMutation(string name, BackupType type)
    {
        foreach (var seed in SimulationSeeds.Sweep(2))
        {
            var before = NewDisk(seed, isBackedUp: type != BackupType.Full);
            var rehearsal = before.Clone(seed);
            SimulatedMachine.Run(seed, rehearsal, machine => BackUp(machine, name, type));
            Assert.True(rehearsal.MutationCount > 20, "the rehearsal did little");
            for (var number = 1; number <= rehearsal.MutationCount + 1; number++)
            {
                var disk = before.Clone(seed);
                disk.CutPowerAtMutation(number);
                var isReported = false;
                SimulatedMachine.Run(seed, disk, machine =>
                {
                    BackUp(machine, name, type);
                    isReported = true;
                });
                disk.CutPower();
                CheckAfterCrash(disk.Crash(seed + (ulong)number), Retry + seed, name, type, isReported);
            }
        }
    }

    private static void CheckAfterCrash(SimulatedDisk disk, ulong seed, string name, BackupType type, bool isReported) =>
        Assert.False(SimulatedMachine.Run(seed, disk, machine =>
        {
            var archive = new DatabaseArchive(machine.Machine);
            var found = archive.Backups();
            Assert.True(type == BackupType.Full || found.Contains("full-0"), "the full is gone");
            Assert.True(found.Contains(name) || !isReported, $"{name} was reported as made and is not there");

            // A backup that shows is whole, reported or not.
            foreach (var backup in found)
            {
                archive.Restore(backup, "/found-" + backup);
                Assert.Empty(archive.Verify(backup).Damages);
            }

            using var database = DatabaseBench.Open(machine);
            archive.Backup(database, "again", type);
            archive.AssertRestores("again", CheckpointPicture.Of(database.Store), checksRows: true);
        }).Crashed);

    private static void BackUp(SimulatedMachine machine, string name, BackupType type)
    {
        using var database = DatabaseBench.Open(machine);
        new DatabaseArchive(machine.Machine).Backup(database, name, type);
    }

    /// <summary>A database with two graphs, with a full backup or not, changed since.</summary>
    private static SimulatedDisk NewDisk(ulong seed, bool isBackedUp)
    {
        var disk = DatabaseBench.NewDisk(seed);
        SimulatedMachine.Run(SetUp + seed, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
            DatabaseBench.CreateGraph(database, "other");
            Fill(database, 60);
            if (isBackedUp)
            {
                new DatabaseArchive(machine.Machine).Backup(database, "full-0");
            }

            Fill(database, 5);
        });
        return disk;
    }

    private static void Fill(GraphDatabase database, int count) => DatabaseBench.Change(database, graph =>
    {
        for (var index = 0; index < count; index++)
        {
            graph.CreateNode(DatabaseBench.Node(graph, "label", index));
        }
    });
}
