using System.Collections.Immutable;
using GeodeArchive.Io;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Trees;
using GeodeArchive.Tests.Io;

namespace GeodeArchive.Tests.Store;

/// <summary>Readers of snapshots while the writer and a checkpoint go on.</summary>
public sealed class ConcurrentReadersTests
{
    [Fact]
    public void Readers_in_simulated_time_see_their_snapshot_and_nothing_else()
    {
        foreach (var seed in SimulationSeeds.Sweep(6))
        {
            StoreBench.Run(seed, StoreBench.NewDisk(seed), (machine, files) => Race(machine.Machine, files, machine.Random, roundCount: 40));
        }
    }

    [Fact]
    public void Readers_on_real_threads_see_their_snapshot_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        var machine = SystemMachine.Create();
        using var opened = machine.Files.OpenDirectory(directory.Path);
        using var files = new DirectoryStoreFiles(machine, opened);
        Race(machine, files, new SeededRandom(1), roundCount: 200);
    }

    private static void Race(Machine machine, IStoreFiles files, SeededRandom random, int roundCount)
    {
        using var store = TreeStore.Create(files, machine, new StoreOptions { CacheSizeMax = 40 << 14 }, StoreBench.Database, StoreBench.Mark(0));
        var tree = store.CreateGraph();
        var current = StoreBench.EmptyModel;
        var workers = new Queue<IWorker>();
        IWorker? checkpointer = null;
        ulong lsn = 0;
        for (var round = 0; round < roundCount; round++)
        {
            for (var count = 0; count < 40; count++)
            {
                current = Change(tree, current, random);
            }

            var (snapshot, model) = (tree.CreateSnapshot(), current);
            var probe = new SeededRandom(random.NextUInt64());
            workers.Enqueue(machine.Scheduler.Start("reader", () => Read(snapshot, model, probe)));
            if (round % 5 == 4)
            {
                checkpointer?.Join();
                var checkpoint = store.BeginCheckpoint(StoreBench.Mark(++lsn));
                checkpointer = machine.Scheduler.Start("checkpoint", checkpoint.Write);
            }

            while (workers.Count > 4)
            {
                workers.Dequeue().Join();
            }
        }

        foreach (var worker in workers)
        {
            worker.Join();
        }

        checkpointer?.Join();
        StoreBench.WriteCheckpoint(store, ++lsn);
        Assert.Equal(current, StoreBench.Scan(tree));
        Assert.Empty(StoreBench.Check(files));
    }

    private static ImmutableSortedDictionary<string, string> Change(
        Tree tree, ImmutableSortedDictionary<string, string> model, SeededRandom random)
    {
        var key = new string('k', 900) + random.Next(600);
        if (random.OneIn(4))
        {
            tree.Delete(StoreBench.Bytes(key));
            return model.Remove(key);
        }

        var value = StoreBench.RandomText(random, random.OneIn(40) ? 40_000 : random.Next(200));
        StoreBench.Put(tree, key, value);
        return model.SetItem(key, value);
    }

    private static void Read(TreeSnapshot snapshot, ImmutableSortedDictionary<string, string> model, SeededRandom random)
    {
        using (snapshot)
        {
            for (var count = 0; count < 50; count++)
            {
                var key = new string('k', 900) + random.Next(600);
                var found = snapshot.TryGet(StoreBench.Bytes(key), out var value) ? StoreBench.Text(value.ToArray()) : null;
                Assert.Equal(model.GetValueOrDefault(key), found);
            }

            Assert.Equal(model, StoreBench.Scan(snapshot));
        }
    }
}
