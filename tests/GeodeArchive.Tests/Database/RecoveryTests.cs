using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store;

namespace GeodeArchive.Tests.Database;

/// <summary>What a database is after it was closed, with a checkpoint or without.</summary>
public sealed class RecoveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_is_there_after_a_restart(bool withCheckpoint)
    {
        var disk = DatabaseBench.NewDisk(1);
        var ids = new List<long>();
        Lsn end = default;
        GraphFingerprint fingerprint = default;
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
            for (var i = 0; i < 50; i++)
            {
                DatabaseBench.Change(database, graph => ids.Add(graph.CreateNode(DatabaseBench.Node(graph, $"L{i % 3}", i))));
                if (withCheckpoint && i == 25)
                {
                    database.Checkpoint();
                }
            }

            DatabaseBench.Change(database, graph => graph.DeleteNode(ids[7]));
            end = DatabaseBench.Change(database, graph => graph.SetNode(ids[8], DatabaseBench.Node(graph, "L9", 800))).Lsn;
            var snapshot = database.OpenSnapshot();
            fingerprint = snapshot.Find(DatabaseBench.GraphName)!.Fingerprint;
            Assert.Equal(fingerprint, snapshot.Find(DatabaseBench.GraphName)!.ComputeFingerprint());
            snapshot.Release();
        });
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            // Behind it is only that the log was recovered.
            Assert.True(database.Applied > end);
            Assert.Equal(withCheckpoint ? 26 : 53, database.RecoveredCount);
            var snapshot = database.OpenSnapshot();
            var graph = snapshot.Find(DatabaseBench.GraphName)!;
            Assert.Equal(fingerprint, graph.Fingerprint);
            Assert.Equal(fingerprint, graph.ComputeFingerprint());
            Assert.Equal(49, graph.Counters.NodeCount);
            Assert.Null(graph.GetNode(ids[7]));
            Assert.Equal(800, DatabaseBench.ValueOf(graph.GetNode(ids[8])!));
            snapshot.Release();

            // Ids and XIDs go on.
            var commit = DatabaseBench.Change(database, view => Assert.Equal(51, view.CreateNode(DatabaseBench.Plain(1))));
            Assert.Equal(new Xid(54), commit.Xid);
        });
    }

    [Fact]
    public void A_graph_that_was_made_with_rows_goes_on_after_a_restart()
    {
        var disk = DatabaseBench.NewDisk(1);
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            using (var transaction = database.Begin())
            {
                transaction.CreateGraph(DatabaseBench.GraphName).CreateNode(DatabaseBench.Plain(1));
                transaction.Commit();
            }

            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Plain(2)));
        });
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            Assert.Equal(2, DatabaseBench.Read(database, graph => graph.NodeCount));
        });
    }

    [Fact]
    public void A_second_process_is_told_that_the_directory_is_in_use() =>
        DatabaseBench.Run((machine, _) =>
            Assert.Equal(StoreError.Locked, Assert.Throws<StoreException>(() => DatabaseBench.Open(machine)).Error));

    [Fact]
    public void A_database_is_not_made_where_one_is()
    {
        var disk = DatabaseBench.NewDisk(1);
        SimulatedMachine.Run(1, disk, machine => DatabaseBench.Create(machine).Dispose());
        SimulatedMachine.Run(2, disk, machine =>
            Assert.Equal(StoreError.Exists, Assert.Throws<StoreException>(() => DatabaseBench.Create(machine)).Error));
        SimulatedMachine.Run(3, disk, machine => DatabaseBench.Open(machine).Dispose());
    }

    [Fact]
    public void There_is_nothing_to_open_in_an_empty_directory() =>
        SimulatedMachine.Run(1, DatabaseBench.NewDisk(1), machine =>
            Assert.Equal(StoreError.NotFound, Assert.Throws<StoreException>(() => DatabaseBench.Open(machine)).Error));

    [Fact]
    public void Checkpoints_give_back_log()
    {
        var options = DatabaseBench.Options with { CheckpointLogSize = 1 << 20 };
        DatabaseBench.Run(
            (_, database) =>
            {
                var text = PropertyValue.From(new string('x', 100_000));
                for (var i = 0; i < 400; i++)
                {
                    DatabaseBench.Change(database, graph => graph.CreateNode(new NodeRecord([], [new GraphProperty(1, text)])));
                }

                database.Checkpoint();
                Assert.True(database.Log.Oldest > new Lsn(20 << 20), $"the log still starts at {database.Log.Oldest}");
                Assert.Null(database.CheckpointFailure);
            },
            options);
    }
}
