using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Trees;
using GeodeArchive.Tests.Store;

namespace GeodeArchive.Tests.Backup.Databases;

/// <summary>Backups of checkpoints of a store: full, incremental and differential; each restores to exactly its checkpoint.</summary>
public sealed class StoreBackupTests
{
    private const int KeyCount = 3000;

    [Fact]
    public void A_full_restores_to_the_checkpoint() => Run((machine, store, archive) =>
    {
        var tree = store.CreateGraph();
        Fill(tree, machine.Random, KeyCount);
        store.CreateGraph();
        Checkpoint(store, 1);
        archive.Backup(store, "full-1");
        var picture = CheckpointPicture.Of(store);
        Assert.InRange(picture.PageCount, 200, 2000);
        archive.AssertRestores("full-1", picture);
    });

    [Fact]
    public void Chains_of_random_changes_restore_to_each_checkpoint()
    {
        foreach (var seed in SimulationSeeds.Sweep(12))
        {
            StoreBench.Run(seed, StoreBench.NewDisk(seed), (machine, files) => RunChain(machine, files, roundCount: 9));
        }
    }

    [Fact]
    public void An_incremental_reads_and_stores_what_changed() => Run((machine, store, archive) =>
    {
        var tree = store.CreateGraph();
        Fill(tree, machine.Random, 4 * KeyCount);
        Checkpoint(store, 1);
        var full = archive.Backup(store, "full-1");
        StoreBench.Put(tree, Key(5), "changed");
        StoreBench.Put(tree, Key(4 * KeyCount / 2), "changed");
        Checkpoint(store, 2);
        var second = archive.Backup(store, "incr-1", BackupType.Incremental);
        Assert.Empty(second.Notes);
        Assert.InRange(second.NewBytes, 1, full.NewBytes / 30);
        Assert.InRange(second.Backup.ReadSize, 1, full.Backup.ReadSize / 20);
        Assert.Equal(full.Backup.BackupId, second.Backup.ParentId);
        archive.AssertRestores("incr-1", CheckpointPicture.Of(store));

        // Nothing changed: nothing but the superblock and the way to it.
        var third = archive.Backup(store, "incr-2", BackupType.Incremental);
        Assert.Equal(0, third.NewBytes);
        Assert.Equal(second.Backup.BackupId, third.Backup.ParentId);
        archive.AssertRestores("incr-2", CheckpointPicture.Of(store));
    });

    [Fact]
    public void What_was_freed_and_used_again_between_two_backups_is_read() => Run((machine, store, archive) =>
    {
        var tree = store.CreateGraph();
        Fill(tree, machine.Random, KeyCount);
        Checkpoint(store, 1);
        archive.Backup(store, "full-1");
        var pageCount = PageCountOf(store, tree);
        for (var round = 2; round < 9; round++)
        {
            Fill(tree, machine.Random, KeyCount / 3);
            Checkpoint(store, (ulong)round);
        }

        // Places were used again, or the file would be several times as large.
        Assert.InRange(PageCountOf(store, tree), pageCount, 3 * pageCount);
        archive.Backup(store, "incr-1", BackupType.Incremental);
        archive.AssertRestores("incr-1", CheckpointPicture.Of(store));
    });

    [Fact]
    public void Graphs_that_came_and_went_between_backups_do_so_in_them() => Run((machine, store, archive) =>
    {
        var first = store.CreateGraph();
        var second = store.CreateGraph();
        Fill(first, machine.Random, 400);
        Fill(second, machine.Random, 400);
        Checkpoint(store, 1);
        archive.Backup(store, "full-1");
        store.DropGraph(first.Id);
        Fill(store.CreateGraph(), machine.Random, 400);
        Checkpoint(store, 2);
        var result = archive.Backup(store, "incr-1", BackupType.Incremental);
        Assert.Equal(3, result.Backup.FileCount);
        archive.AssertRestores("incr-1", CheckpointPicture.Of(store));
    });

    [Fact]
    public void A_differential_goes_on_from_the_full() => Run((machine, store, archive) =>
    {
        var tree = store.CreateGraph();
        Fill(tree, machine.Random, KeyCount);
        Checkpoint(store, 1);
        var full = archive.Backup(store, "full-1");
        for (var round = 2; round < 5; round++)
        {
            StoreBench.Put(tree, Key(round), "changed");
            Checkpoint(store, (ulong)round);
            archive.Backup(store, $"incr-{round}", BackupType.Incremental);
        }

        var last = archive.Backup(store, "diff-1", BackupType.Differential, "incr-3");
        Assert.Equal(full.Backup.BackupId, last.Backup.ParentId);
        Assert.Empty(last.Notes);
        archive.AssertRestores("diff-1", CheckpointPicture.Of(store));
    });

    [Fact]
    public void What_a_backup_says_of_the_database_can_be_read_back() => Run((machine, store, archive) =>
    {
        var writer = new FormatWriter();
        new DatabaseAttributes(new Xid(77), 123456789).Encode(writer);
        store.Attributes = writer.WrittenMemory;
        Checkpoint(store, 4711);
        var result = archive.Backup(store, "full-1");
        var source = archive.Describe("full-1")!;
        Assert.Equal(StoreBench.Database, source.DatabaseId);
        Assert.Equal(store.IncarnationId, source.IncarnationId);
        Assert.Equal(store.Last.Generation, source.Generation);
        Assert.Equal(StoreBench.Timeline, source.TimelineId);
        Assert.Equal(new Lsn(4711), source.CheckpointLsn);
        Assert.Equal(new DatabaseAttributes(new Xid(77), 123456789), source.Attributes);
        Assert.Equal(store.Last.Time, source.Time);
        Assert.Empty(source.Ancestors);
        Assert.Equal((4711UL, 4711UL), (result.Backup.StartLsn, result.Backup.EndLsn));
        Assert.Equal((ulong)store.Last.Generation.Value, result.Backup.Generation);
    });

    [Fact]
    public void An_incremental_without_a_full_is_refused_before_a_word_is_kept() => Run((machine, store, archive) =>
    {
        var failure = Assert.Throws<RepositoryException>(() => archive.Backup(store, "incr-1", BackupType.Incremental));
        Assert.Equal(RepositoryError.NotFound, failure.Error);
        Assert.Empty(archive.Backups());
        archive.Backup(store, "full-1");
        Assert.Throws<RepositoryException>(() => archive.Backup(store, "incr-1", BackupType.Incremental, "nothing"));
    });

    [Fact]
    public void Chains_of_directories_and_of_databases_are_not_mixed() => Run((machine, store, archive) =>
    {
        var program = new ArchiveProgram(machine.Machine);
        archive.Backup(store, "database-1");
        program.Backup(StoreBench.Folder, "tree-1");
        Assert.Equal(
            archive.Describe("database-1")!.Generation, store.Last.Generation);
        Assert.Null(archive.Describe("tree-1"));
        Checkpoint(store, 1);
        var database = archive.Backup(store, "database-2", BackupType.Incremental);
        var tree = program.Backup(StoreBench.Folder, "tree-2", BackupType.Incremental);
        Assert.NotEqual(database.Backup.ChainId, tree.Backup.ChainId);
        var failure = Assert.Throws<RepositoryException>(
            () => archive.Backup(store, "database-3", BackupType.Incremental, "tree-1"));
        Assert.Contains("directory tree", failure.Message, StringComparison.Ordinal);
    });

    /// <summary>A store, its archive, and what to do with them.</summary>
    internal static void Run(Action<SimulatedMachine, TreeStore, DatabaseArchive> body) => StoreBench.Run((machine, files) =>
    {
        using var store = StoreBench.Create(machine, files, new StoreOptions { CacheSizeMax = 1 << 20 });
        body(machine, store, new DatabaseArchive(machine.Machine));
    });

    internal static void Checkpoint(TreeStore store, ulong lsn) => StoreBench.WriteCheckpoint(store, lsn);

    internal static string Key(int number) => $"{number:d8}" + new string('k', 200);

    /// <summary>Puts keys with values that do not compress, and some that take many pages.</summary>
    internal static void Fill(Tree tree, SeededRandom random, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var size = random.OneIn(500) ? 20_000 + random.Next(60_000) : 300 + random.Next(700);
            StoreBench.Put(tree, Key(index), StoreBench.RandomText(random, size));
        }
    }

    private static long PageCountOf(TreeStore store, Tree tree)
    {
        using var checkpoint = store.OpenLastCheckpoint();
        return checkpoint.OpenFile(tree.Id).PageCount;
    }

    private static void RunChain(SimulatedMachine machine, IStoreFiles files, int roundCount)
    {
        using var store = StoreBench.Create(machine, files, new StoreOptions { CacheSizeMax = 1 << 20 });
        var archive = new DatabaseArchive(machine.Machine);
        var random = machine.Random;
        var pictures = new List<(string Name, CheckpointPicture Picture)>();
        for (var round = 0; round < roundCount; round++)
        {
            for (var checkpoint = random.Next(3); checkpoint >= 0; checkpoint--)
            {
                Change(store, random);
                Checkpoint(store, (ulong)((10 * round) + checkpoint + 1));
            }

            var type = round == 0 || random.OneIn(6) ? BackupType.Full : (BackupType)(2 + random.Next(2));
            var name = $"backup-{round}";
            Assert.Empty(archive.Backup(store, name, type).Notes);
            pictures.Add((name, CheckpointPicture.Of(store)));
        }

        foreach (var (name, picture) in pictures)
        {
            archive.AssertRestores(name, picture);
        }
    }

    private static void Change(TreeStore store, SeededRandom random)
    {
        if (store.Graphs.Count < 2 || random.OneIn(4))
        {
            store.CreateGraph();
        }
        else if (store.Graphs.Count > 3 && random.OneIn(4))
        {
            store.DropGraph(store.Graphs.ElementAt(random.Next(store.Graphs.Count)));
        }

        foreach (var graph in store.Graphs.Where(_ => random.OneIn(2)).ToList())
        {
            var tree = store.Graph(graph);
            var first = random.Next(3000);
            for (var index = first; index < first + 150; index++)
            {
                if (random.OneIn(4))
                {
                    tree.Delete(StoreBench.Bytes(Key(index)));
                }
                else
                {
                    StoreBench.Put(tree, Key(index), StoreBench.RandomText(random, random.OneIn(60) ? 40_000 : 1 + random.Next(900)));
                }
            }
        }
    }
}
