using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Load.Modelling;
using GeodeArchive.Load.Recording;
using GeodeArchive.Load.Running;
using GeodeArchive.Load.Verifying;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Store.Transactions;
using GeodeArchive.Tests.Database;

namespace GeodeArchive.Tests.Load;

/// <summary>The load on a simulated machine: every state that somebody reads is that of the streams, and what is not is found.</summary>
public sealed class LoadRunTests
{
    private const ulong Seed = 11;
    private const int ClientCount = 4;
    private const int TransactionCount = 25;

    [Fact]
    public void Each_state_that_is_read_during_a_run_is_that_of_the_record_at_its_last_transaction()
    {
        foreach (var seed in SimulationSeeds.Sweep(4))
        {
            var snapshots = new List<DatabaseSnapshot>();
            SimulatedMachine.Run(seed, DatabaseBench.NewDisk(seed), machine =>
            {
                using var database = DatabaseBench.Create(machine);
                using var output = new MemoryStream();
                var isOver = false;
                var reader = machine.Machine.Scheduler.Start("reader", () =>
                {
                    while (!Volatile.Read(ref isOver))
                    {
                        snapshots.Add(database.OpenSnapshot());
                        Wait(machine, TimeSpan.FromMilliseconds(2));
                    }
                });
                Run(machine, database, output, checkpointEvery: 20);
                Volatile.Write(ref isOver, true);
                reader.Join();
                var record = RecordOf(output);
                Assert.All(snapshots, snapshot => AssertIsAtItsXid(snapshot, record));
                AssertOneAfterTheOther(snapshots);
                snapshots.ForEach(snapshot => snapshot.Release());
            });
            Assert.True(snapshots.Select(snapshot => snapshot.Xid).Distinct().Count() >= 5, $"seed {seed}: {snapshots.Count} snapshots");
        }
    }

    [Fact]
    public void A_run_goes_on_where_the_last_one_ended()
    {
        using var output = new MemoryStream();
        var disk = DatabaseBench.NewDisk(1);
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            Run(machine, database, output);
        });
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            Run(machine, database, output);
            var verification = Verify(database, RecordOf(output));
            Assert.Empty(verification.Differences.Kept);
            Assert.Equal(2 * TransactionCount * ClientCount, verification.AppliedCount);
        });
    }

    [Fact]
    public void Transactions_that_are_missing_are_found() =>
        AssertFinds("client 2: 25 transactions are there, 26 were acknowledged", "committed 2 26 900 9/0 1\n", _ => { });

    [Fact]
    public void A_node_of_nobody_is_found() => AssertFinds("nobody's", "", graph => graph.CreateNode(DatabaseBench.Plain(1)));

    [Fact]
    public void A_node_that_is_missing_is_found() =>
        AssertFinds("missing, not (:Client1", "", graph => graph.DeleteNode(NodeOfClientOne(graph), isDetached: true));

    [Fact]
    public void A_node_that_is_another_is_found() => AssertFinds("client 1, graph load, node", "", graph =>
    {
        var id = NodeOfClientOne(graph);
        var node = graph.GetNode(id)!;
        graph.SetNode(id, node with { Labels = [.. node.Labels.Append(graph.NumberOf(NameKind.Label, "Forged")).Order()] });
    });

    [Fact]
    public void A_relationship_that_is_missing_is_found() =>
        AssertFinds("missing, not ModelRelationship", "", graph => graph.DeleteRelationship(graph.Relationships().First()));

    private static void AssertFinds(string words, string moreRecord, Action<GraphView> change) =>
        SimulatedMachine.Run(1, DatabaseBench.NewDisk(1), machine =>
        {
            using var database = DatabaseBench.Create(machine);
            using var output = new MemoryStream();
            Run(machine, database, output);
            Assert.Empty(Verify(database, RecordOf(output)).Differences.Kept);
            using (var transaction = database.Begin())
            {
                change(transaction.Graph(ModelNames.MainGraph));
                transaction.Commit();
            }

            output.Write(Encoding.UTF8.GetBytes(moreRecord));
            Assert.Contains(Verify(database, RecordOf(output)).Differences.Kept, found => found.Contains(words, StringComparison.Ordinal));
        });

    private static void Run(SimulatedMachine machine, GraphDatabase database, Stream output, long checkpointEvery = 0)
    {
        var settings = new LoadSettings
        {
            Seed = Seed,
            ClientCount = ClientCount,
            TransactionCount = TransactionCount,
            CheckpointEvery = checkpointEvery,
        };
        new LoadRun(machine.Machine, database, settings, new LoadRecorder(output, machine.Machine.Scheduler)).Run();
    }

    private static LoadRecord RecordOf(MemoryStream output) => LoadRecord.Parse(Encoding.UTF8.GetString(output.ToArray()));

    private static StateVerification Verify(GraphDatabase database, LoadRecord record)
    {
        var verification = new StateVerification(Seed, ClientCount);
        var snapshot = database.OpenSnapshot();
        verification.VerifyRecovered(snapshot, record);
        snapshot.Release();
        return verification;
    }

    private static void AssertIsAtItsXid(DatabaseSnapshot snapshot, LoadRecord record)
    {
        var verification = new StateVerification(Seed, ClientCount);
        verification.VerifyExactly(snapshot, client => record.LastOf(client, one => one.Xid <= snapshot.Xid));
        Assert.Empty(verification.Differences.Kept);
    }

    private static void AssertOneAfterTheOther(List<DatabaseSnapshot> snapshots)
    {
        var verification = new StateVerification(Seed, ClientCount);
        snapshots.ForEach(verification.VerifyNext);
        Assert.Empty(verification.Differences.Kept);
        verification.VerifyNext(snapshots[0]);
        Assert.Contains(verification.Differences.Kept, found => found.Contains("seen before", StringComparison.Ordinal));
    }

    private static long NodeOfClientOne(GraphView graph) => NodesOf(graph, ModelNames.ClientLabel(1))
        .Except(NodesOf(graph, ModelNames.MarkerLabel))
        .First();

    private static IEnumerable<long> NodesOf(GraphView graph, string label) => graph.NodesOf(graph.NumberOf(NameKind.Label, label));

    private static void Wait(SimulatedMachine machine, TimeSpan time)
    {
        var gate = machine.Machine.Scheduler.CreateGate();
        gate.Enter();
        gate.Wait(time);
        gate.Exit();
    }
}
