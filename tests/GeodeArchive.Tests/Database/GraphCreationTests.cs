using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store;

namespace GeodeArchive.Tests.Database;

/// <summary>Graphs that are made and dropped together with what is in them.</summary>
public sealed class GraphCreationTests
{
    [Fact]
    public void A_graph_that_is_made_together_with_its_rows_has_their_fingerprint_from_then_on()
    {
        var disk = DatabaseBench.NewDisk(1);
        GraphFingerprint fingerprint = default;
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            using (var transaction = database.Begin())
            {
                var graph = transaction.CreateGraph(DatabaseBench.GraphName);
                graph.CreateNode(DatabaseBench.Node(graph, "Person", 1));
                transaction.Commit();
            }

            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Plain(2)));
            fingerprint = Check(database);
        });
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            Assert.Equal(fingerprint, Check(database));
        });
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_graph_that_its_transaction_dropped_takes_no_more_changes(bool isNew, bool hasChanges) =>
        DatabaseBench.Run((_, database) =>
        {
            using var transaction = database.Begin();
            var graph = isNew ? transaction.CreateGraph("new") : transaction.Graph(DatabaseBench.GraphName);
            if (hasChanges)
            {
                graph.CreateNode(DatabaseBench.Plain(1));
            }

            transaction.DropGraph(graph.Id);
            Assert.Equal(StoreError.NotFound, Assert.Throws<StoreException>(() => graph.CreateNode(DatabaseBench.Plain(2))).Error);
            Assert.Equal(StoreError.NotFound, Assert.Throws<StoreException>(() => graph.NumberOf(NameKind.Label, "late")).Error);
            Assert.Equal(isNew ? Xid.None : new Xid(2), transaction.Commit().Xid);
        });

    [Fact]
    public void A_name_is_not_free_after_a_transaction_that_made_a_graph_and_dropped_a_later_one_of_that_name() =>
        DatabaseBench.Run((_, database) =>
        {
            using var old = database.Begin();
            Assert.Null(old.Snapshot.Find("twice"));
            using (var transaction = database.Begin())
            {
                transaction.CreateGraph("twice");
                var later = DatabaseBench.CreateGraph(database, "twice");
                transaction.DropGraph(later);
                transaction.Commit();
            }

            // In the state that it reads there is none: only its commit can find out.
            old.CreateGraph("twice");
            Assert.Equal(StoreError.Exists, Assert.Throws<StoreException>(() => old.Commit()).Error);
            Assert.Null(database.Failure);
        });

    [Fact]
    public void Of_two_who_make_a_graph_of_the_same_name_the_second_is_refused() =>
        DatabaseBench.Run((_, database) =>
        {
            using var one = database.Begin();
            using var two = database.Begin();
            using var three = database.Begin();
            one.CreateGraph("new");
            two.CreateGraph("new");
            var seen = three.Snapshot.Xid;
            one.Commit();
            Assert.Equal(StoreError.Exists, Assert.Throws<StoreException>(() => two.Commit()).Error);
            three.CreateGraph("new");
            Assert.Equal(StoreError.Exists, Assert.Throws<StoreException>(() => three.Commit()).Error);
            Assert.True(seen < database.AppliedXid);
            Assert.Null(database.Failure);
        });

    private static GraphFingerprint Check(GraphDatabase database)
    {
        var snapshot = database.OpenSnapshot();
        var graph = snapshot.Find(DatabaseBench.GraphName)!;
        var fingerprint = graph.Fingerprint;
        Assert.Equal(graph.ComputeFingerprint(), fingerprint);
        snapshot.Release();
        return fingerprint;
    }
}
