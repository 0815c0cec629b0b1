using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Simulation;
using GeodeArchive.Store;

namespace GeodeArchive.Tests.Database;

/// <summary>Histories of workers that read and change the same graphs, in many interleavings: each is one that snapshot isolation allows.</summary>
public sealed class IsolationTests
{
    [Fact]
    public void Every_history_is_one_that_snapshot_isolation_allows()
    {
        var conflicts = 0;
        var acknowledged = 0;
        foreach (var seed in SimulationSeeds.Sweep(25))
        {
            var shape = new WorkloadShape { WorkerCount = 2 + (int)(seed % 4), TransactionCount = 15, GraphCount = 1 + (int)(seed % 3), LargeOdds = 200 };
            SimulatedMachine.Run(seed, DatabaseBench.NewDisk(seed), machine =>
            {
                using var database = DatabaseBench.Create(machine);
                var history = new DatabaseHistory();
                DatabaseWorkload.Run(machine, database, history, shape);
                history.Settle(database);
                conflicts += history.ConflictCount;
                acknowledged += history.AcknowledgedCount;
            });
        }

        Assert.True(conflicts > 20 && acknowledged > 200, $"only {conflicts} conflicts, and {acknowledged} commits");
    }

    [Fact]
    public void So_is_every_history_of_real_threads_that_commit_in_all_ways()
    {
        for (ulong seed = 1; seed <= 4; seed++)
        {
            // Without a simulated machine its disk is memory that many threads can use.
            var machine = new Machine(DatabaseBench.NewDisk(seed), TimeProvider.System, new SeededEntropy(seed), new SystemScheduler());
            var shape = new WorkloadShape { WorkerCount = 6, TransactionCount = 60, LargeOdds = 200, GraphCount = 2, IsAsynchronous = true };
            using var database = GraphDatabase.Create(machine, machine.Files.OpenDirectory(FilePath.From(DatabaseBench.Folder)), null, DatabaseLife.SmallOptions);
            var history = new DatabaseHistory();
            DatabaseWorkload.Run(machine, seed, database, history, shape);
            history.Settle(database);
            Assert.InRange(history.AcknowledgedCount, 100, int.MaxValue);
        }
    }

    [Fact]
    public void Two_that_each_read_what_the_other_changes_can_both_commit() =>
        DatabaseBench.Run((_, database) =>
        {
            long left = 0;
            long right = 0;
            DatabaseBench.Change(database, graph => (left, right) = (graph.CreateNode(DatabaseBench.Plain(1)), graph.CreateNode(DatabaseBench.Plain(1))));
            using var one = database.Begin();
            using var two = database.Begin();
            var (first, second) = (one.Graph(DatabaseBench.GraphName), two.Graph(DatabaseBench.GraphName));
            Assert.Equal(2, DatabaseBench.ValueOf(first.GetNode(left)!) + DatabaseBench.ValueOf(first.GetNode(right)!));
            Assert.Equal(2, DatabaseBench.ValueOf(second.GetNode(left)!) + DatabaseBench.ValueOf(second.GetNode(right)!));
            first.SetNode(left, DatabaseBench.Plain(0));
            second.SetNode(right, DatabaseBench.Plain(0));
            one.Commit();
            two.Commit();
            Assert.Equal(0, DatabaseBench.Read(database, graph => DatabaseBench.ValueOf(graph.GetNode(left)!) + DatabaseBench.ValueOf(graph.GetNode(right)!)));
        });

    [Fact]
    public void A_transaction_that_runs_while_many_commit_still_finds_its_conflict() =>
        DatabaseBench.Run((_, database) =>
        {
            long node = 0;
            DatabaseBench.Change(database, graph => node = graph.CreateNode(DatabaseBench.Plain(1)));
            using var late = database.Begin();
            Assert.NotNull(late.Graph(DatabaseBench.GraphName).GetNode(node));
            DatabaseBench.Change(database, graph => graph.SetNode(node, DatabaseBench.Plain(2)));
            for (var i = 0; i < 300; i++)
            {
                DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Plain(i)));
            }

            late.Graph(DatabaseBench.GraphName).SetNode(node, DatabaseBench.Plain(3));
            Assert.Equal(StoreError.Conflict, Assert.Throws<StoreException>(() => late.Commit()).Error);
        });
}
