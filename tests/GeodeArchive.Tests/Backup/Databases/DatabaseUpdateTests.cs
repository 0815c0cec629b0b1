using GeodeArchive.Backup;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Store.Files;
using GeodeArchive.Tests.Database;

namespace GeodeArchive.Tests.Backup.Databases;

/// <summary>
/// A restored data directory is brought up to date by later backups, one after another; one that holds anything of its own is left alone.
/// </summary>
public sealed class DatabaseUpdateTests
{
    private const string Target = "/target";
    private const ulong SetUp = 1_000_000;
    private const ulong Update = 2_000_000;
    private const ulong Retry = 3_000_000;

    [Fact]
    public void Incrementals_are_applied_in_order_onto_a_restored_full() => Run(NewDisk(1), machine =>
    {
        Restore(machine, "full-1");
        foreach (var name in new[] { "incr-1", "incr-2", "incr-2" })
        {
            Restore(machine, name, isUpdate: true);
            AssertIs(machine, name);
        }
    });

    [Fact]
    public void A_graph_that_was_dropped_before_the_backup_is_gone() => Run(NewDisk(2), machine =>
    {
        Restore(machine, "full-1");
        Assert.True(machine.Disk.Contains(Target + "/graphs/00000002"));
        Restore(machine, "incr-2", isUpdate: true);
        Assert.False(machine.Disk.Contains(Target + "/graphs/00000002"));
        AssertIs(machine, "incr-2");
    });

    [Fact]
    public void A_preview_writes_nothing() => Run(NewDisk(3), machine =>
    {
        Restore(machine, "full-1");
        using (var repository = new DatabaseArchive(machine.Machine).Open())
        {
            var before = machine.Disk.MutationCount;
            var paths = new List<(RestoreAction, string)>();
            var (files, _) = Pipeline(machine, repository, "incr-1", isUpdate: true).Preview((action, path) => paths.Add((action, path)));
            Assert.Contains((RestoreAction.Write, "catalog"), paths);
            Assert.DoesNotContain(paths, path => path.Item2 is "wal" or "lock");
            Assert.Equal(paths.Count, files.WriteCount + files.KeepCount + files.RemoveCount);
            Assert.Equal(before, machine.Disk.MutationCount);
        }

        Restore(machine, "incr-1", isUpdate: true);
        AssertIs(machine, "incr-1");
    });

    [Fact]
    public void A_backup_from_before_what_is_there_is_refused() => Run(NewDisk(4), machine =>
    {
        Restore(machine, "incr-2");
        AssertRefused(machine, "incr-1", "does not go on from what it holds");
        AssertIs(machine, "incr-2");
    });

    [Fact]
    public void A_database_with_commits_of_its_own_is_refused() => Run(NewDisk(5), machine =>
    {
        Restore(machine, "full-1");
        using (var database = GraphDatabase.Open(
            machine.Machine, machine.Machine.Files.OpenDirectory(FilePath.From(Target)), null, DatabaseBench.Options))
        {
            Fill(database, 1);
        }

        AssertRefused(machine, "incr-1", "it was opened since it was restored");
    });

    [Fact]
    public void A_database_that_was_opened_since_is_refused() => Run(NewDisk(6), machine =>
    {
        Restore(machine, "full-1");
        GraphDatabase.Open(machine.Machine, machine.Machine.Files.OpenDirectory(FilePath.From(Target)), null, DatabaseBench.Options).Dispose();
        AssertRefused(machine, "incr-1", "it was opened since it was restored");
    });

    [Fact]
    public void The_database_that_was_backed_up_is_refused() => Run(NewDisk(7), machine =>
    {
        var error = Assert.Throws<RepositoryException>(() => Restore(machine, "incr-2", isUpdate: true, DatabaseBench.Folder));
        Assert.Equal(RepositoryError.Exists, error.Error);
        using var database = DatabaseBench.Open(machine);
    });

    [Fact]
    public void Another_database_is_refused() => Run(NewDisk(8), machine =>
    {
        machine.Disk.PutDirectory("/elsewhere");
        var elsewhere = FilePath.From("/elsewhere");
        GraphDatabase.Create(machine.Machine, machine.Machine.Files.OpenDirectory(elsewhere), null, DatabaseBench.Options).Dispose();
        var error = Assert.Throws<RepositoryException>(() => Restore(machine, "incr-1", isUpdate: true, "/elsewhere"));
        Assert.Contains("it is database", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            StoreError.NotFound, Assert.Throws<StoreException>(() => Restore(machine, "incr-1", isUpdate: true, "/nowhere")).Error);
    });

    /// <summary>A copy may lack the lock file: who brings it up to date holds it all the same, so that nobody opens it meanwhile.</summary>
    [Fact]
    public void A_copy_without_a_lock_file_is_held() => Run(NewDisk(10), machine =>
    {
        Restore(machine, "full-1");
        using var data = machine.Machine.Files.OpenDirectory(FilePath.From(Target));
        data.DeleteFile(FileName.From("lock"));
        using (RestoredDatabase.Open(machine.Machine, FilePath.From(Target), isToRestore: true))
        {
            var error = Assert.Throws<StoreException>(() => GraphDatabase.Open(
                machine.Machine, machine.Machine.Files.OpenDirectory(FilePath.From(Target)), null, DatabaseBench.Options));
            Assert.Equal(StoreError.Locked, error.Error);
        }

        Restore(machine, "incr-1", isUpdate: true);
        AssertIs(machine, "incr-1");
    });

    [Fact]
    public void An_open_database_is_refused() => Run(NewDisk(9), machine =>
    {
        using var database = DatabaseBench.Open(machine);
        var error = Assert.Throws<StoreException>(() => Restore(machine, "incr-2", isUpdate: true, DatabaseBench.Folder));
        Assert.Equal(StoreError.Locked, error.Error);
    });

    /// <summary>
    /// Until the directory is marked, the database that it holds stays what it was; from then on nobody opens it, and a restore into an empty
    /// directory still goes.
    /// </summary>
    [Fact]
    public void Power_cut_at_every_operation_leaves_the_old_database_the_new_one_or_none_that_can_be_opened()
    {
        foreach (var seed in SimulationSeeds.Sweep(1))
        {
            var before = NewDisk(seed);
            Run(before, machine => Restore(machine, "full-1"), SetUp);
            var rehearsal = before.Clone(seed);
            Run(rehearsal, machine => Restore(machine, "incr-1", isUpdate: true), Update);
            Assert.True(rehearsal.MutationCount > 20, "the rehearsal did little");
            for (var number = 1; number <= rehearsal.MutationCount + 1; number++)
            {
                var disk = before.Clone(seed);
                disk.CutPowerAtMutation(number);
                var isReported = false;
                SimulatedMachine.Run(Update + (ulong)disk.MutationCount, disk, machine =>
                {
                    Restore(machine, "incr-1", isUpdate: true);
                    isReported = true;
                });
                disk.CutPower();
                Run(disk.Crash(seed + (ulong)number), machine => CheckAfterCrash(machine, isReported), Retry);
            }
        }
    }

    private static void CheckAfterCrash(SimulatedMachine machine, bool isReported)
    {
        try
        {
            RestoredDatabase.Open(machine.Machine, FilePath.From(Target), isToRestore: false).Dispose();
        }
        catch (StoreException error)
        {
            Assert.Equal(StoreError.Unfinished, error.Error);
            Assert.False(isReported, "the restore was reported as done");
            Restore(machine, "incr-1", isUpdate: false, Target + "-again");
            return;
        }

        // Applied to what it was, or once more to what it is.
        Restore(machine, "incr-1", isUpdate: true);
        AssertIs(machine, "incr-1");
    }

    private static void AssertRefused(SimulatedMachine machine, string name, string reason)
    {
        using var repository = new DatabaseArchive(machine.Machine).Open();
        var before = machine.Disk.Snapshot(Target);
        var error = Assert.Throws<RepositoryException>(() => Pipeline(machine, repository, name, isUpdate: true).Run());
        Assert.Equal(RepositoryError.Exists, error.Error);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, machine.Disk.Snapshot(Target));
    }

    /// <summary>The target holds what a restore of the backup into an empty directory holds.</summary>
    private static void AssertIs(SimulatedMachine machine, string name)
    {
        var fresh = $"/fresh-{machine.Disk.MutationCount}";
        Restore(machine, name, isUpdate: false, fresh);
        Assert.Empty(DatabaseBench.Check(machine, Target));
        Assert.Equal(Content(machine, fresh), Content(machine, Target));
    }

    /// <summary>Names and fingerprints of all graphs; that the rows are what the fingerprints say is checked by each restore.</summary>
    private static List<string> Content(SimulatedMachine machine, string folder)
    {
        using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(folder));
        using var files = new DirectoryStoreFiles(machine.Machine, directory, isReadOnly: true);
        using var store = TreeStore.Open(files, machine.Machine, new StoreOptions { CacheSizeMax = 1 << 20 });
        using var checkpoint = store.OpenLastCheckpoint();
        return [.. checkpoint.Graphs.OrderBy(graph => graph.Key.Value)
            .Select(graph => $"{graph.Key.Value}: {Convert.ToHexString(graph.Value.Attributes.Span)}")];
    }

    private static void Restore(SimulatedMachine machine, string name, bool isUpdate = false, string target = Target)
    {
        using var repository = new DatabaseArchive(machine.Machine).Open();
        Assert.True(Pipeline(machine, repository, name, isUpdate, target).Run().IsProven);
    }

    private static DatabaseRestorePipeline Pipeline(
        SimulatedMachine machine, ArchiveRepository repository, string name, bool isUpdate, string target = Target) => new(
            repository,
            null,
            new DatabaseRestoreOptions
            {
                Name = name,
                Target = FilePath.From(target),
                Recovery = RecoveryTarget.Immediate,
                IsUpdate = isUpdate,
                WorkerCount = 2,
                Database = DatabaseBench.Options,
            },
            new DatabaseRestoreProgress(),
            _ => { });

    // Each run makes other ids than the one before.
    private static void Run(SimulatedDisk disk, Action<SimulatedMachine> body, ulong seed = 7) =>
        Assert.False(SimulatedMachine.Run(seed + (ulong)disk.MutationCount, disk, body).Crashed);

    /// <summary>A full and two incrementals of a database that is opened anew for each, a graph of which is dropped.</summary>
    private static SimulatedDisk NewDisk(ulong seed)
    {
        var disk = DatabaseBench.NewDisk(seed);
        GraphId dropped = default;
        Run(disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
            dropped = DatabaseBench.CreateGraph(database, "other");
            Fill(database, 60);
            new DatabaseArchive(machine.Machine).Backup(database, "full-1");
        });
        Run(disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            Fill(database, 5);
            new DatabaseArchive(machine.Machine).Backup(database, "incr-1", BackupType.Incremental);
            using (var transaction = database.Begin())
            {
                transaction.DropGraph(dropped);
                transaction.Commit();
            }

            DatabaseBench.CreateGraph(database, "third");
            Fill(database, 5);
            database.Checkpoint();
            database.Checkpoint();
        });
        Run(disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            new DatabaseArchive(machine.Machine).Backup(database, "incr-2", BackupType.Incremental);
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
