using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Database;

/// <summary>
/// The power goes out at changes of the disk in the whole life of a database: while it is made, committed to by several workers, brought to
/// its files, closed, recovered, and recovered again. Every acknowledged transaction survives, none is half there, nothing appears that was
/// not tried, and nobody was shown what is lost.
/// </summary>
public sealed class DatabaseCrashTests
{
    [Theory]
    [InlineData(1, 60, 60, 6)]
    [InlineData(2, 20, 4, 40)]
    [InlineData(3, 20, 30, 5)]
    public void Power_cut_at_any_change_keeps_what_was_acknowledged(int number, int cuts, int largeOdds, int dropOdds)
    {
        var seed = (ulong)number;
        var shape = new WorkloadShape { LargeOdds = largeOdds, DropOdds = dropOdds, TransactionCount = largeOdds < 10 ? 14 : 8, CheckpointOdds = 6 };
        var rehearsal = DatabaseBench.NewDisk(seed);
        var all = new DatabaseHistory();
        SimulatedMachine.Run(seed, rehearsal, machine => DatabaseLife.Run(machine, all, DatabaseLife.SmallOptions, shape));
        Assert.True(rehearsal.MutationCount > 40, "the rehearsal did little");
        var unknown = 0;
        foreach (var mutation in DatabaseLife.Sample(rehearsal.MutationCount, cuts, seed))
        {
            var (disk, history) = CutAt(seed, mutation, shape);
            DatabaseLife.Recover(seed + 70, disk.Crash(seed + (ulong)mutation), history, DatabaseLife.SmallOptions);
            unknown += history.UnknownCount;
        }

        Assert.True(unknown > 0, "nobody was interrupted");
    }

    [Fact]
    public void Power_cut_at_any_change_of_the_making_leaves_something_that_can_be_made_again()
    {
        var seed = 1UL;
        var rehearsal = DatabaseBench.NewDisk(seed);
        SimulatedMachine.Run(seed, rehearsal, machine => DatabaseBench.Create(machine, DatabaseLife.SmallOptions).Dispose());
        for (var mutation = 1; mutation <= rehearsal.MutationCount + 1; mutation++)
        {
            for (ulong way = 0; way < 2; way++)
            {
                var disk = DatabaseBench.NewDisk(seed);
                var history = new DatabaseHistory();
                disk.CutPowerAtMutation(mutation);
                SimulatedMachine.Run(seed, disk, machine => DatabaseLife.OpenOrCreate(machine, history, DatabaseLife.SmallOptions).Dispose());
                disk.CutPower();
                DatabaseLife.Recover(seed + 70, disk.Crash((way * 100) + (ulong)mutation), history, DatabaseLife.SmallOptions);
            }
        }
    }

    [Fact]
    public void Power_cut_at_any_change_of_a_recovery_keeps_what_was_acknowledged()
    {
        foreach (var seed in SimulationSeeds.Sweep(3))
        {
            var shape = new WorkloadShape { LargeOdds = 10, DropOdds = 10, CheckpointOdds = 8 };
            var (interrupted, history) = CutAt(seed, 60 + (long)(seed * 40), shape);
            var crashed = interrupted.Crash(seed);
            var brief = new WorkloadShape { WorkerCount = 2, TransactionCount = 2, CheckpointOdds = 3 };
            var rehearsal = crashed.Clone(seed);
            SimulatedMachine.Run(seed + 50, rehearsal, machine => DatabaseLife.Run(machine, history.Clone(), DatabaseLife.SmallOptions, brief));
            foreach (var mutation in DatabaseLife.Sample(rehearsal.MutationCount, 8, seed))
            {
                var disk = crashed.Clone(seed);
                var mine = history.Clone();
                disk.CutPowerAtMutation(mutation);
                SimulatedMachine.Run(seed + 50, disk, machine => DatabaseLife.Run(machine, mine, DatabaseLife.SmallOptions, brief));
                disk.CutPower();
                DatabaseLife.Recover(seed + 60, disk.Crash(seed + (ulong)mutation), mine, DatabaseLife.SmallOptions);
            }
        }
    }

    [Fact]
    public void Crash_after_crash_after_crash_keeps_what_was_acknowledged()
    {
        foreach (var seed in SimulationSeeds.Sweep(5))
        {
            var random = new SeededRandom(seed);
            var disk = DatabaseBench.NewDisk(seed);
            var history = new DatabaseHistory();
            for (ulong round = 0; round < 6; round++)
            {
                disk.CutPowerAtMutation(1 + random.Next(150));
                var shape = new WorkloadShape { LargeOdds = random.OneIn(2) ? 5 : 80, DropOdds = 12, CheckpointOdds = 5 };
                SimulatedMachine.Run((seed * 100) + round, disk, machine => DatabaseLife.Run(machine, history, DatabaseLife.SmallOptions, shape));
                disk.CutPower();
                disk = disk.Crash(random.NextUInt64());
            }

            DatabaseLife.Recover(seed + 70, disk, history, DatabaseLife.SmallOptions);
        }
    }

    [Fact]
    public void What_a_recovery_after_a_kill_showed_survives_a_power_cut()
    {
        foreach (var seed in SimulationSeeds.Sweep(8))
        {
            var shape = new WorkloadShape { LargeOdds = seed % 2 == 0 ? 5 : 80, DropOdds = 12, CheckpointOdds = 5 };
            var (interrupted, history) = CutAt(seed, 30 + (long)(seed * 10), shape);

            // The process died, the machine ran on: what was never synced is still seen.
            var killed = interrupted.Clone(seed);
            SimulatedMachine.Run(seed + 50, killed, machine =>
            {
                var database = DatabaseLife.OpenOrCreate(machine, history, DatabaseLife.SmallOptions);
                history.Settle(database);
                killed.CutPower();
            });
            DatabaseLife.Recover(seed + 60, killed.Crash(seed), history, DatabaseLife.SmallOptions);
        }
    }

    private static (SimulatedDisk Disk, DatabaseHistory History) CutAt(ulong seed, long mutation, WorkloadShape shape)
    {
        var disk = DatabaseBench.NewDisk(seed);
        var history = new DatabaseHistory();
        disk.CutPowerAtMutation(mutation);
        SimulatedMachine.Run(seed, disk, machine => DatabaseLife.Run(machine, history, DatabaseLife.SmallOptions, shape));
        disk.CutPower();
        return (disk, history);
    }
}
