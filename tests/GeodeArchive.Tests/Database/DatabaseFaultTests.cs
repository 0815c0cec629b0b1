using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;

namespace GeodeArchive.Tests.Database;

/// <summary>
/// One operation of the disk goes wrong while a database is opened, used and closed, or the disk is full for a while. Whatever happens:
/// nothing stays open, nobody hangs, nothing acknowledged or shown is lost, and afterwards the database goes on, or does when it is opened.
/// </summary>
public sealed class DatabaseFaultTests
{
    private static readonly WorkloadShape Patient = new() { LargeOdds = 12, DropOdds = 12, CheckpointOdds = 5, TransactionCount = 7, IsPatient = true };

    [Theory]
    [InlineData(DiskOperations.Sync, FileError.Io)]
    [InlineData(DiskOperations.Write, FileError.Io)]
    [InlineData(DiskOperations.Read, FileError.Io)]
    [InlineData(DiskOperations.Create | DiskOperations.Rename | DiskOperations.Delete | DiskOperations.SetLength, FileError.Io)]
    [InlineData(DiskOperations.Open | DiskOperations.List | DiskOperations.ReadMetadata, FileError.Io)]
    [InlineData(DiskOperations.Write | DiskOperations.Create | DiskOperations.SetLength, FileError.NoSpace)]
    public void Failure_of_any_operation_loses_nothing_acknowledged(DiskOperations operations, FileError error)
    {
        var (before, known) = NewDatabase(5);
        var rehearsal = before.Clone(3);
        var seen = 0L;
        rehearsal.AddFault(Fault(operations, error, long.MaxValue - 1, () => seen++));
        SimulatedMachine.Run(4, rehearsal, machine => DatabaseLife.Run(machine, known.Clone(), DatabaseLife.SmallOptions, Patient));
        var failures = 0;
        foreach (var number in DatabaseLife.Sample(seen, 10, 0))
        {
            var disk = before.Clone(3);
            var history = known.Clone();
            disk.AddFault(Fault(operations, error, number, () => { }));
            SimulatedMachine.Run(4, disk, machine => failures += WorkThroughFault(machine, disk, history));
            Assert.True(disk.OpenHandleCount == 0, $"{disk.OpenHandleCount} are open after operation {number} failed");
            disk.ClearFaults();
            var crashed = disk.Clone(5);
            crashed.CutPower();
            DatabaseLife.Recover(20, crashed.Crash((ulong)number), history.Clone(), DatabaseLife.SmallOptions);
            DatabaseLife.Recover(10, disk, history, DatabaseLife.SmallOptions);
        }

        Assert.True(failures > 1, $"only {failures} operations could fail");
    }

    [Fact]
    public void After_a_full_disk_has_room_again_the_database_goes_on()
    {
        var refusals = 0;
        for (ulong number = 0; number < 8; number++)
        {
            var (disk, history) = NewDatabase(number);
            SimulatedMachine.Run(number, disk, machine =>
            {
                using var database = DatabaseBench.Open(machine, DatabaseLife.SmallOptions);
                history.Settle(database);
                disk.CapacityBytes = disk.UsedBytes + ((long)number * 80 * 4096);
                var failures = DatabaseWorkload.Run(machine, database, history, Patient with { TransactionCount = 15 });
                Assert.All(failures, failure => Assert.True(
                    failure.Error is StoreError.NoSpace or StoreError.Full or StoreError.Conflict or StoreError.Exists, $"{failure.Error}: {failure.Message}"));
                refusals += failures.Count(failure => failure.Error is StoreError.NoSpace or StoreError.Full);
                Assert.Null(database.Failure);
                disk.CapacityBytes = long.MaxValue;
                database.Checkpoint();
                Assert.Null(database.CheckpointFailure);
                DatabaseWorkload.Run(machine, database, history, Patient with { IsPatient = false });
                history.Settle(database);
            });
            disk.CutPower();
            DatabaseLife.Recover(40, disk.Crash(number), history, DatabaseLife.SmallOptions);
        }

        Assert.True(refusals > 5, $"only {refusals} found the disk full");
    }

    [Fact]
    public void After_the_log_failed_nothing_is_written_and_all_is_read_until_the_next_opening()
    {
        var poisoned = 0;
        for (ulong number = 1; number <= 8; number++)
        {
            var (disk, history) = NewDatabase(number);
            SimulatedMachine.Run(number, disk, machine =>
            {
                using var database = DatabaseBench.Open(machine, DatabaseLife.SmallOptions);
                history.Settle(database);
                disk.AddFault(SimulatedFault.FailedSync((long)number) with { Path = path => path.Contains("/wal/", StringComparison.Ordinal) });
                using var begun = database.Begin();
                begun.Graph(RecordedTransaction.TokenGraph).CreateNode(DatabaseBench.Plain(-1));
                var failures = DatabaseWorkload.Run(machine, database, history, Patient);
                if (database.Failure is { } failure)
                {
                    poisoned++;
                    Assert.Equal(StoreError.OutcomeUnknown, failure.Error);
                    Assert.Contains(failures, error => error.Error == StoreError.OutcomeUnknown);
                    Assert.Equal(StoreError.ReadOnly, Assert.Throws<StoreException>(() => begun.Commit()).Error);
                    IsReadOnly(database, history);
                }
            });
            Assert.Equal(0, disk.OpenHandleCount);
            disk.ClearFaults();
            var crashed = disk.Clone(5);
            crashed.CutPower();
            DatabaseLife.Recover(20, crashed.Crash(number), history.Clone(), DatabaseLife.SmallOptions);
            DatabaseLife.Recover(10, disk, history, DatabaseLife.SmallOptions);
        }

        Assert.True(poisoned > 4, $"only {poisoned} logs failed");
    }

    [Fact]
    public void What_was_committed_is_not_seen_in_part_where_the_trees_cannot_be_read()
    {
        foreach (var seed in SimulationSeeds.Sweep(6))
        {
            var (disk, history) = NewDatabase(seed);
            SimulatedMachine.Run(seed, disk, machine =>
            {
                var options = DatabaseLife.SmallOptions with { Store = new StoreOptions { CacheSizeMax = 0 } };
                using var database = DatabaseBench.Open(machine, options);
                history.Settle(database);
                database.Checkpoint();
                disk.AddFault(SimulatedFault.UnreadableFile(path => path.Contains("/graphs/", StringComparison.Ordinal)) with { SkipCount = (long)seed * 20 });
                DatabaseWorkload.Run(machine, database, history, Patient);
                disk.ClearFaults();
                if (database.Failure is null)
                {
                    DatabaseWorkload.Run(machine, database, history, Patient with { IsPatient = false });
                    history.Settle(database);
                }
            });
            Assert.Equal(0, disk.OpenHandleCount);
            DatabaseLife.Recover(10, disk, history, DatabaseLife.SmallOptions);
        }
    }

    /// <summary>A disk with a database that was used and closed.</summary>
    internal static (SimulatedDisk Disk, DatabaseHistory History) NewDatabase(ulong seed)
    {
        var disk = DatabaseBench.NewDisk(seed);
        var history = new DatabaseHistory();
        SimulatedMachine.Run(seed, disk, machine => DatabaseLife.Run(
            machine, history, DatabaseLife.SmallOptions, new WorkloadShape { TransactionCount = 8, LargeOdds = 20, CheckpointOdds = 6 }));
        SimulatedMachine.Run(seed, disk.Clone(seed), machine =>
        {
            using var database = DatabaseBench.Open(machine, DatabaseLife.SmallOptions);
            history.Settle(database);
        });
        return (disk, history);
    }

    private static int WorkThroughFault(SimulatedMachine machine, SimulatedDisk disk, DatabaseHistory history)
    {
        try
        {
            using var database = DatabaseBench.Open(machine, DatabaseLife.SmallOptions);
            history.Settle(database);
            var failures = DatabaseWorkload.Run(machine, database, history, Patient);
            disk.ClearFaults();
            if (database.Failure is { Error: StoreError.OutcomeUnknown })
            {
                IsReadOnly(database, history);
            }
            else if (database.Failure is null)
            {
                database.Checkpoint();
                DatabaseWorkload.Run(machine, database, history, Patient with { IsPatient = false, TransactionCount = 3 });
                history.Settle(database);
            }

            return failures.Any(failure => failure.Error is not (StoreError.Conflict or StoreError.Exists)) ? 1 : 0;
        }
        catch (Exception error) when (error is StoreException or FileException)
        {
            return 1;
        }
    }

    private static void IsReadOnly(GraphDatabase database, DatabaseHistory history)
    {
        using var transaction = database.Begin();
        var tokens = transaction.Graph(RecordedTransaction.TokenGraph);
        Assert.Equal(StoreError.ReadOnly, Assert.Throws<StoreException>(() => tokens.CreateNode(DatabaseBench.Plain(-1))).Error);
        Assert.Equal(StoreError.ReadOnly, Assert.Throws<StoreException>(() => transaction.CreateGraph("late")).Error);
        Assert.Equal(StoreError.ReadOnly, Assert.Throws<StoreException>(database.Checkpoint).Error);
        Assert.True(tokens.NodeCount > 0);
        var snapshot = database.OpenSnapshot();
        history.NoteShown(snapshot, history.Now());
        snapshot.Release();
    }

    private static SimulatedFault Fault(DiskOperations operations, FileError error, long number, Action note) => new(FaultKind.Error)
    {
        On = operations,
        Error = error,
        SkipCount = number - 1,
        Path = _ =>
        {
            note();
            return true;
        },
    };
}
