using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Wal;

namespace GeodeArchive.Tests.Database;

/// <summary>A log that has hardly room: commits wait for the checkpoints that give it back, and are not refused.</summary>
public sealed class LogRoomTests
{
    private static readonly DatabaseOptions Tight = DatabaseLife.SmallOptions with
    {
        Log = new LogOptions { SegmentSize = 2 << 20, SizeMax = 8 << 20, CommitTimeout = TimeSpan.FromSeconds(5) },
        DirtySizeMax = 64 << 20,
        CheckpointLogSize = 0,
    };

    [Fact]
    public void Many_workers_share_a_log_that_is_nearly_full()
    {
        ulong used = 0;
        foreach (var seed in SimulationSeeds.Sweep(2))
        {
            var shape = new WorkloadShape { WorkerCount = 4, TransactionCount = 20, LargeOdds = 2, CheckpointOdds = 1000, NodeCountMax = 8 };
            SimulatedMachine.Run(seed, DatabaseBench.NewDisk(seed), machine =>
            {
                using var database = DatabaseBench.Create(machine, Tight);
                var history = new DatabaseHistory();
                DatabaseWorkload.Run(machine, database, history, shape);
                history.Settle(database);
                used += database.Log.End.Value;
            });
        }

        Assert.True(used > 2 * (ulong)Tight.Log.SizeMax, $"only {used} bytes of log");
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(2_500_000)]
    public void Loading_without_waiting_goes_on_when_the_log_is_full(int size) =>
        DatabaseBench.Run(
            (machine, database) =>
            {
                var bytes = new byte[size];
                for (var i = 0; i < 40_000_000 / size; i++)
                {
                    machine.Random.Fill(bytes);
                    using var transaction = database.Begin();
                    transaction.Graph(DatabaseBench.GraphName).CreateNode(new NodeRecord([], [new GraphProperty(1, PropertyValue.From([.. bytes]))]));
                    var refusal = Record.Exception(() => transaction.CommitUnwaited());
                    Assert.True(
                        refusal is null,
                        $"{i}: {refusal?.Message}; log from {database.Log.Oldest} to {database.Log.Durable} and {database.Log.End}, "
                        + $"checkpoint {database.Store.Last.Generation} at {database.Store.Last.CheckpointLsn}, {database.CheckpointFailure?.Message}");
                }
            },
            Tight);
}
