using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Tests.Database;

/// <summary>What transactions do, see, and refuse.</summary>
public sealed class TransactionTests
{
    [Fact]
    public void Committed_nodes_and_relationships_are_read_back_and_found_by_label_and_at_their_nodes() =>
        DatabaseBench.Run((_, database) =>
        {
            var (first, second, link) = AddPair(database);
            DatabaseBench.Read(database, graph =>
            {
                Assert.Equal(1, DatabaseBench.ValueOf(graph.GetNode(first)!));
                Assert.Equal((first, second), (graph.GetRelationship(link)!.Start, graph.GetRelationship(link)!.End));
                Assert.True(graph.TryGetNumber(NameKind.Label, "Person", out var person));
                Assert.Equal("Person", graph.NameOf(NameKind.Label, person));
                Assert.Equal([first, second], graph.NodesOf(person));
                Assert.Equal(2, graph.CountOfLabel(person));
                Assert.Equal((2, 1), (graph.NodeCount, graph.RelationshipCount));
                var knows = graph.GetRelationship(link)!.Type;
                Assert.Equal(1, graph.CountOfType(knows));
                Assert.Equal([new Adjacency(link, knows, second)], graph.Relationships(first, Direction.Outgoing));
                Assert.Equal([new Adjacency(link, knows, first)], graph.Relationships(second, Direction.Incoming, knows));
                Assert.Empty(graph.Relationships(second, Direction.Outgoing));
                return 0;
            });
        });

    [Fact]
    public void A_transaction_sees_its_own_changes_and_nobody_else_does() =>
        DatabaseBench.Run((_, database) =>
        {
            var (first, second, link) = AddPair(database);
            using var writer = database.Begin();
            var graph = writer.Graph(DatabaseBench.GraphName);
            var third = graph.CreateNode(DatabaseBench.Node(graph, "Person", 3));
            var other = graph.CreateRelationship(DatabaseBench.Link(graph, "KNOWS", third, second));
            graph.DeleteRelationship(link);
            graph.DeleteNode(first);
            Assert.True(graph.TryGetNumber(NameKind.Label, "Person", out var person));
            Assert.Equal([second, third], graph.NodesOf(person).Order());
            Assert.Equal((2, 1, 2), (graph.NodeCount, graph.RelationshipCount, graph.CountOfLabel(person)));
            Assert.Equal([other], graph.Relationships(second, Direction.Incoming).Select(found => found.Relationship));
            Assert.Null(graph.GetNode(first));

            Assert.Equal([first, second], DatabaseBench.Read(database, seen => seen.NodesOf(person).ToList()));
            writer.Dispose();
            Assert.Equal([first, second], DatabaseBench.Read(database, seen => seen.NodesOf(person).ToList()));
        });

    [Fact]
    public void A_transaction_goes_on_reading_the_state_that_it_first_read() =>
        DatabaseBench.Run((_, database) =>
        {
            var (first, _, _) = AddPair(database);
            using var reader = database.Begin(isReadOnly: true);
            var before = reader.Graph(DatabaseBench.GraphName);
            Assert.Equal(2, before.NodeCount);
            DatabaseBench.Change(database, graph => graph.SetNode(first, DatabaseBench.Node(graph, "Robot", 7)));
            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Plain(8)));
            Assert.Equal(1, DatabaseBench.ValueOf(before.GetNode(first)!));
            Assert.Equal(2, before.NodeCount);
            Assert.Equal(7, DatabaseBench.Read(database, after => DatabaseBench.ValueOf(after.GetNode(first)!)));
            Assert.Equal(3, DatabaseBench.Read(database, after => after.NodeCount));
        });

    [Fact]
    public void The_first_of_two_that_change_the_same_node_wins() =>
        DatabaseBench.Run((_, database) =>
        {
            var (first, _, _) = AddPair(database);
            using var winner = database.Begin();
            using var loser = database.Begin();
            winner.Graph(DatabaseBench.GraphName).SetNode(first, DatabaseBench.Plain(10));
            loser.Graph(DatabaseBench.GraphName).SetNode(first, DatabaseBench.Plain(20));
            winner.Commit();
            Assert.Equal(StoreError.Conflict, Assert.Throws<StoreException>(() => loser.Commit()).Error);
            Assert.Equal(10, DatabaseBench.Read(database, graph => DatabaseBench.ValueOf(graph.GetNode(first)!)));
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_relationship_to_a_node_and_its_deletion_cannot_both_commit(bool deletionIsFirst) =>
        DatabaseBench.Run((_, database) =>
        {
            var node = 0L;
            DatabaseBench.Change(database, graph => node = graph.CreateNode(DatabaseBench.Plain(1)));
            using var deletion = database.Begin();
            using var link = database.Begin();
            deletion.Graph(DatabaseBench.GraphName).DeleteNode(node);
            var graph = link.Graph(DatabaseBench.GraphName);
            graph.CreateRelationship(DatabaseBench.Link(graph, "SELF", node, node));
            var (winner, loser) = deletionIsFirst ? (deletion, link) : (link, deletion);
            winner.Commit();
            Assert.Equal(StoreError.Conflict, Assert.Throws<StoreException>(() => loser.Commit()).Error);
        });

    [Fact]
    public void Relationships_to_the_same_node_do_not_conflict() =>
        DatabaseBench.Run((_, database) =>
        {
            var (hub, spoke, _) = AddPair(database);
            using var one = database.Begin();
            using var two = database.Begin();
            foreach (var transaction in new[] { one, two })
            {
                var graph = transaction.Graph(DatabaseBench.GraphName);
                graph.CreateRelationship(DatabaseBench.Link(graph, "LIKES", spoke, hub));
            }

            one.Commit();
            two.Commit();
            Assert.Equal(3, DatabaseBench.Read(database, graph => graph.RelationshipCount));
        });

    [Fact]
    public void A_node_with_relationships_is_deleted_only_with_them() =>
        DatabaseBench.Run((_, database) =>
        {
            var (first, second, link) = AddPair(database);
            var refused = Assert.Throws<StoreException>(() => DatabaseBench.Change(database, graph => graph.DeleteNode(first)));
            Assert.Equal(StoreError.InUse, refused.Error);
            DatabaseBench.Change(database, graph => graph.DeleteNode(first, isDetached: true));
            DatabaseBench.Read(database, graph =>
            {
                Assert.Null(graph.GetRelationship(link));
                Assert.Empty(graph.Relationships(second, Direction.Incoming));
                Assert.Equal((1, 0), (graph.NodeCount, graph.RelationshipCount));
                return 0;
            });
        });

    [Fact]
    public void What_is_not_there_cannot_be_changed_or_referred_to() =>
        DatabaseBench.Run((_, database) =>
        {
            Refuses(graph => graph.SetNode(99, DatabaseBench.Plain(1)));
            Refuses(graph => graph.DeleteNode(99));
            Refuses(graph => graph.DeleteRelationship(99));
            Refuses(graph => graph.SetRelationship(99, []));
            Refuses(graph => graph.CreateRelationship(DatabaseBench.Link(graph, "X", 99, 99)));
            Assert.Equal(StoreError.NotFound, Assert.Throws<StoreException>(() => database.Begin().Graph("none")).Error);

            void Refuses(Action<GraphView> change) =>
                Assert.Equal(StoreError.NotFound, Assert.Throws<StoreException>(() => DatabaseBench.Change(database, change)).Error);
        });

    [Fact]
    public void A_read_only_transaction_changes_nothing() =>
        DatabaseBench.Run((_, database) =>
        {
            using var reader = database.Begin(isReadOnly: true);
            var graph = reader.Graph(DatabaseBench.GraphName);
            Assert.Equal(StoreError.ReadOnly, Assert.Throws<StoreException>(() => graph.CreateNode(DatabaseBench.Plain(1))).Error);
            Assert.Equal(StoreError.ReadOnly, Assert.Throws<StoreException>(() => reader.CreateGraph("other")).Error);
            Assert.Equal(Xid.None, reader.Commit().Xid);
        });

    [Fact]
    public void Graphs_are_made_filled_and_dropped_in_transactions() =>
        DatabaseBench.Run((_, database) =>
        {
            using (var transaction = database.Begin())
            {
                var graph = transaction.CreateGraph("other");
                graph.CreateNode(DatabaseBench.Node(graph, "Thing", 5));
                Assert.Equal(1, transaction.Graph("other").NodeCount);
                Assert.Equal(StoreError.NotFound, Assert.Throws<StoreException>(() => database.Begin().Graph("other")).Error);
                transaction.Commit();
            }

            Assert.Equal(["other", DatabaseBench.GraphName], database.GraphNames.Order());
            Assert.Equal(StoreError.Exists, Assert.Throws<StoreException>(() => database.Begin().CreateGraph("other")).Error);
            using var reader = database.Begin(isReadOnly: true);
            Assert.Equal(1, reader.Graph("other").NodeCount);
            using (var transaction = database.Begin())
            {
                transaction.DropGraph(transaction.Graph("other").Id);
                transaction.CreateGraph("other");
                transaction.Commit();
            }

            Assert.Equal(1, reader.Graph("other").NodeCount);
            using var after = database.Begin(isReadOnly: true);
            Assert.Equal(0, after.Graph("other").NodeCount);
        });

    [Fact]
    public void Two_graphs_of_one_name_cannot_both_be_made() =>
        DatabaseBench.Run((_, database) =>
        {
            using var one = database.Begin();
            using var two = database.Begin();
            one.CreateGraph("twin");
            two.CreateGraph("twin");
            one.Commit();
            Assert.Equal(StoreError.Exists, Assert.Throws<StoreException>(() => two.Commit()).Error);
        });

    [Fact]
    public void A_change_to_a_graph_that_was_dropped_meanwhile_is_refused() =>
        DatabaseBench.Run((_, database) =>
        {
            using var writer = database.Begin();
            writer.Graph(DatabaseBench.GraphName).CreateNode(DatabaseBench.Plain(1));
            using (var drop = database.Begin())
            {
                drop.DropGraph(drop.Graph(DatabaseBench.GraphName).Id);
                drop.Commit();
            }

            Assert.Equal(StoreError.Conflict, Assert.Throws<StoreException>(() => writer.Commit()).Error);
        });

    [Fact]
    public void A_transaction_that_is_too_large_is_refused_before_it_takes_memory_without_end() =>
        DatabaseBench.Run((_, database) =>
        {
            using var transaction = database.Begin();
            var graph = transaction.Graph(DatabaseBench.GraphName);
            var large = new NodeRecord([], [new GraphProperty(1, PropertyValue.From(new string('x', 1 << 20)))]);
            var refused = Assert.Throws<StoreException>(() =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    graph.CreateNode(large);
                }
            });
            Assert.Equal(StoreError.TooLarge, refused.Error);
            Assert.Contains("split it", refused.Hint, StringComparison.Ordinal);
        });

    [Fact]
    public void A_value_larger_than_a_log_record_is_kept_through_a_restart()
    {
        var disk = DatabaseBench.NewDisk(1);
        var text = string.Concat(Enumerable.Range(0, 300_000).Select(i => (char)('a' + (i % 26)))) + new string('z', 1 << 20);
        var id = 0L;
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
            DatabaseBench.Change(database, graph =>
                id = graph.CreateNode(new NodeRecord([], [new GraphProperty(1, PropertyValue.From(text))])));
        });
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            Assert.Equal(text, DatabaseBench.Read(database, graph => graph.GetNode(id)!.Properties[0].Value.AsString()));
        });
    }

    private static (long First, long Second, long Link) AddPair(GraphDatabase database)
    {
        (long First, long Second, long Link) ids = default;
        DatabaseBench.Change(database, graph =>
        {
            ids.First = graph.CreateNode(DatabaseBench.Node(graph, "Person", 1));
            ids.Second = graph.CreateNode(DatabaseBench.Node(graph, "Person", 2));
            ids.Link = graph.CreateRelationship(DatabaseBench.Link(graph, "KNOWS", ids.First, ids.Second));
        });
        return ids;
    }
}
