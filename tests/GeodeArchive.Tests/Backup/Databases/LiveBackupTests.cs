using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Checking;
using GeodeArchive.Store.Files;
using GeodeArchive.Tests.Database;

namespace GeodeArchive.Tests.Backup.Databases;

/// <summary>Backups of a database while it is written to: each holds exactly the transactions up to its own.</summary>
public sealed class LiveBackupTests
{
    private const int WriterCount = 3;

    [Fact]
    public void Backups_in_simulated_time_hold_what_was_committed_up_to_their_checkpoint()
    {
        foreach (var seed in SimulationSeeds.Sweep(6))
        {
            SimulatedMachine.Run(seed, DatabaseBench.NewDisk(seed), machine => BackUpWhileWriting(machine.Machine, seed, transactionCount: 120));
        }
    }

    [Fact]
    public void Backups_on_real_threads_hold_what_was_committed_up_to_their_checkpoint()
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var machine = new Machine(DatabaseBench.NewDisk(seed), TimeProvider.System, new SeededEntropy(seed), new SystemScheduler());
            BackUpWhileWriting(machine, seed, transactionCount: 1500);
        }
    }

    [Fact]
    public void Pages_of_the_pinned_checkpoint_stay_while_it_is_read_and_are_used_again_afterwards() =>
        StoreBackupTests.Run((machine, store, archive) =>
        {
            var tree = store.CreateGraph();
            var dropped = store.CreateGraph();
            StoreBackupTests.Fill(tree, machine.Random, 1500);
            StoreBackupTests.Fill(dropped, machine.Random, 300);
            StoreBackupTests.Checkpoint(store, 1);
            CheckpointPicture? expected = null;
            archive.Backup(
                () =>
                {
                    var pinned = store.OpenLastCheckpoint();
                    expected = CheckpointPicture.Of(pinned);
                    store.DropGraph(dropped.Id);
                    ChangeAll(2, 8);
                    return pinned;
                },
                "full-1");
            archive.AssertRestores("full-1", expected!);
            Assert.True(machine.Disk.Contains("/data/graphs/00000002"), "the test is of a file that was still there");
            ChangeAll(8, 11);
            Assert.False(machine.Disk.Contains("/data/graphs/00000002"), "the file of the dropped graph was never given back");
            var pageCount = PageCount();
            ChangeAll(11, 25);
            Assert.InRange(PageCount(), 1, pageCount + (pageCount / 4));
            archive.Backup(store, "incr-1", BackupType.Incremental);
            archive.AssertRestores("incr-1", CheckpointPicture.Of(store));

            void ChangeAll(ulong from, ulong to)
            {
                for (var round = from; round < to; round++)
                {
                    StoreBackupTests.Fill(tree, machine.Random, 1500);
                    StoreBackupTests.Checkpoint(store, round);
                }
            }

            long PageCount()
            {
                using var checkpoint = store.OpenLastCheckpoint();
                return checkpoint.OpenFile(tree.Id).PageCount;
            }
        });

    private static void BackUpWhileWriting(Machine machine, ulong seed, int transactionCount)
    {
        var options = DatabaseLife.SmallOptions;
        using var database = GraphDatabase.Create(machine, machine.Files.OpenDirectory(FilePath.From(DatabaseBench.Folder)), null, options);
        DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
        var commits = new List<(Xid Xid, long Node, long Value)>();
        var workers = Enumerable.Range(0, WriterCount)
            .Select(index => machine.Scheduler.Start($"writer {index}", () => Write(database, commits, new SeededRandom(seed + (ulong)index), transactionCount)))
            .ToList();
        var archive = new DatabaseArchive(machine);
        var commitsMeanwhile = 0;
        List<string> names = [];
        for (var round = 0; round < 4; round++)
        {
            var before = database.AppliedXid;
            names.Add($"backup-{round}");
            var result = archive.Backup(database, names[^1], round == 0 ? BackupType.Full : BackupType.Incremental);
            Assert.Empty(result.Notes);
            Assert.True(archive.Describe(names[^1])!.Attributes.Xid >= before, "what was committed before the backup is not in it");
            commitsMeanwhile += (int)(database.AppliedXid.Value - before.Value);
            database.Checkpoint();
        }

        workers.ForEach(worker => worker.Join());
        Assert.True(commitsMeanwhile > 0, "nobody could write while there was a backup");
        foreach (var name in names)
        {
            AssertHolds(machine, archive, name, commits);
        }
    }

    private static void Write(GraphDatabase database, List<(Xid Xid, long Node, long Value)> commits, SeededRandom random, int count)
    {
        List<long> own = [];
        for (var index = 0; index < count; index++)
        {
            using var transaction = database.Begin();
            var graph = transaction.Graph(DatabaseBench.GraphName);
            var value = random.Next(1L << 40);
            long node;
            if (own.Count > 20 && random.OneIn(2))
            {
                node = own[random.Next(own.Count)];
                graph.SetNode(node, DatabaseBench.Node(graph, "label", value));
            }
            else
            {
                node = graph.CreateNode(DatabaseBench.Node(graph, "label", value));
                own.Add(node);
            }

            var commit = transaction.Commit();
            lock (commits)
            {
                commits.Add((commit.Xid, node, value));
            }
        }
    }

    private static void AssertHolds(Machine machine, DatabaseArchive archive, string name, List<(Xid Xid, long Node, long Value)> commits)
    {
        var source = archive.Describe(name)!;
        var expected = new SortedDictionary<long, long>();
        foreach (var (_, node, value) in commits.Where(commit => commit.Xid <= source.Attributes.Xid).OrderBy(commit => commit.Xid))
        {
            expected[node] = value;
        }

        var target = DatabaseArchive.Restored + name;
        archive.Restore(name, target);
        using var directory = machine.Files.OpenDirectory(FilePath.From(target));
        using var files = new DirectoryStoreFiles(machine, directory, isReadOnly: true);
        var findings = new List<StoreFinding>();
        StoreCheck.Run(files, findings.Add, null, checksRows: true);
        Assert.Empty(findings);
        using var store = TreeStore.Open(files, machine, new StoreOptions());
        Assert.Equal(source.CheckpointLsn, store.Last.CheckpointLsn);
        Assert.Equal(expected, ReadValues(store));
        Assert.Empty(archive.Verify(name).Damages);
    }

    private static SortedDictionary<long, long> ReadValues(TreeStore store)
    {
        var values = new SortedDictionary<long, long>();
        using var snapshot = store.Graph(store.Graphs.Single()).CreateSnapshot();
        for (var cursor = snapshot.OpenCursor([(byte)GraphKeyspace.Node], [(byte)GraphKeyspace.Node + 1]); cursor.MoveNext();)
        {
            values.Add(GraphKey.IdOf(cursor.Key), DatabaseBench.ValueOf(NodeRecord.Decode(cursor.Value.ToArray())));
        }

        return values;
    }
}
