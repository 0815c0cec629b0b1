using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Tests.Store;

namespace GeodeArchive.Tests.Database;

/// <summary>A database is what sorted dictionaries are after the same transactions, now and as every snapshot kept it.</summary>
public sealed class DatabaseModelTests
{
    private static readonly WorkloadShape Alone = new() { WorkerCount = 1, TransactionCount = 4, LargeOdds = 40, DropOdds = 15 };

    [Fact]
    public void Random_histories_with_checkpoints_and_reopenings_are_what_the_model_says()
    {
        foreach (var seed in SimulationSeeds.Sweep(10))
        {
            var random = new SeededRandom(seed);
            var options = DatabaseBench.Options with
            {
                DirtySizeMax = random.OneIn(2) ? 256 << 10 : 8 << 20,
                Store = new StoreOptions { CacheSizeMax = random.OneIn(2) ? 0 : 4 << 20 },
            };
            var disk = DatabaseBench.NewDisk(seed);
            var history = new DatabaseHistory();
            for (ulong round = 0; round < 4; round++)
            {
                SimulatedMachine.Run((seed * 10) + round, disk, machine =>
                {
                    using var database = round == 0 ? DatabaseBench.Create(machine, options) : DatabaseBench.Open(machine, options);
                    history.Settle(database);
                    GoOn(machine, database, history, random);
                });
                Assert.Equal(0, disk.OpenHandleCount);
                StoreBench.Run(seed, disk, (_, files) => Assert.Empty(StoreBench.Check(files)));
            }

            Assert.InRange(history.AcknowledgedCount, 20, int.MaxValue);
        }
    }

    private static void GoOn(SimulatedMachine machine, GraphDatabase database, DatabaseHistory history, SeededRandom random)
    {
        var held = new List<(DatabaseSnapshot Snapshot, DatabaseModel Model)>();
        for (var step = 0; step < 8; step++)
        {
            Assert.All(DatabaseWorkload.Run(machine, database, history, Alone), error => Assert.True(error.Error is StoreError.Conflict or StoreError.Exists));
            CommitNothing(database);
            history.Settle(database);
            held.Add((database.OpenSnapshot(), history.Last));
            foreach (var (snapshot, model) in held.Where(_ => random.OneIn(3)))
            {
                model.Check(snapshot);
            }

            if (random.OneIn(3))
            {
                var index = random.Next(held.Count);
                held[index].Snapshot.Release();
                held.RemoveAt(index);
            }
        }

        foreach (var (snapshot, model) in held)
        {
            model.Check(snapshot);
            snapshot.Release();
        }

        if (random.OneIn(2))
        {
            database.Checkpoint();
        }
    }

    /// <summary>What changes nothing has no place in the log.</summary>
    private static void CommitNothing(GraphDatabase database)
    {
        var before = database.AppliedXid;
        using var transaction = database.Begin();
        var graph = transaction.CreateGraph("for a moment");
        graph.CreateNode(DatabaseBench.Node(graph, "moment", 1));
        transaction.DropGraph(graph.Id);
        if (database.GraphNames.Contains(RecordedTransaction.TokenGraph))
        {
            _ = transaction.Graph(RecordedTransaction.TokenGraph).NumberOf(NameKind.Label, "moment");
        }

        Assert.Equal(Xid.None, transaction.Commit().Xid);
        Assert.Equal(before, database.AppliedXid);
    }
}
