using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Wal;

namespace GeodeArchive.Tests.Wal;

/// <summary>
/// The power goes out at every change of the disk in turn: while the log is written, while it is recovered, while the recovery is recovered.
/// Every acknowledged transaction survives, none is half there, nothing appears that was not appended.
/// </summary>
public sealed class LogCrashTests
{
    private const int SmallBody = 600;
    private const int LargeBody = 240_000;

    [Theory]
    [InlineData(SmallBody, 8, false)]
    [InlineData(LargeBody, 6, false)]
    [InlineData(LargeBody, 8, true)]
    public void Power_cut_at_every_change_keeps_what_was_acknowledged(int bodySizeMax, int transactionCount, bool releases)
    {
        foreach (var seed in SimulationSeeds.Sweep(1))
        {
            CutAtEveryChange(seed, SimulatedLog.SmallOptions, (machine, log, history) =>
                LogWorkload.Run(machine, log, history, round: 0, transactionCount, bodySizeMax, releases));
        }
    }

    [Theory]
    [InlineData(SyncMode.Fsync)]
    [InlineData(SyncMode.OpenDatasync)]
    public void Every_way_to_sync_keeps_what_was_acknowledged(SyncMode mode)
    {
        foreach (var seed in SimulationSeeds.Sweep(1))
        {
            CutAtEveryChange(seed, SimulatedLog.SmallOptions with { SyncMode = mode }, (machine, log, history) =>
                LogWorkload.Run(machine, log, history, round: 0, 8, SmallBody));
        }
    }

    [Fact]
    public void Power_cut_at_every_change_of_a_recovery_keeps_what_was_acknowledged()
    {
        foreach (var seed in SimulationSeeds.Sweep(3))
        {
            var options = SimulatedLog.SmallOptions;
            var (crashed, history) = CrashInTheMiddle(seed, options);
            var rehearsal = crashed.Clone(seed);
            SimulatedMachine.Run(seed + 50, rehearsal, machine => Recover(machine, options, history.Clone()));
            for (var number = 1; number <= rehearsal.MutationCount + 1; number++)
            {
                var disk = crashed.Clone(seed);
                var mine = history.Clone();
                disk.CutPowerAtMutation(number);
                SimulatedMachine.Run(seed + 50, disk, machine => Recover(machine, options, mine));
                disk.CutPower();
                var again = disk.Crash(seed + (ulong)number);
                SimulatedMachine.Run(seed + 60, again, machine => Recover(machine, options, mine));
            }
        }
    }

    [Fact]
    public void Crash_after_crash_after_crash_keeps_what_was_acknowledged()
    {
        foreach (var seed in SimulationSeeds.Sweep(12))
        {
            var random = new SeededRandom(seed);
            var options = SimulatedLog.SmallOptions;
            var disk = SimulatedLog.NewDisk(seed, options);
            var history = new LogHistory();
            for (var round = 0; round < 6; round++)
            {
                disk.CutPowerAtMutation(1 + random.Next(60));
                var current = round;
                SimulatedMachine.Run((seed * 100) + (ulong)round, disk, machine =>
                {
                    using var log = SimulatedLog.Open(machine, options, history.Floor);
                    history.Check(log);
                    LogWorkload.Run(machine, log, history, current, 10, random.OneIn(2) ? SmallBody : LargeBody, releases: true);
                });
                disk.CutPower();
                disk = disk.Crash(random.NextUInt64());
            }

            SimulatedMachine.Run(seed + 70, disk, machine => Recover(machine, options, history));
        }
    }

    [Fact]
    public void A_log_that_was_closed_opens_with_all_of_it()
    {
        foreach (var seed in SimulationSeeds.Sweep(6))
        {
            var options = SimulatedLog.SmallOptions;
            var disk = SimulatedLog.NewDisk(seed, options);
            var history = new LogHistory();
            for (var round = 0; round < 3; round++)
            {
                var current = round;
                SimulatedMachine.Run((seed * 100) + (ulong)round, disk, machine =>
                {
                    using var log = SimulatedLog.Open(machine, options, history.Floor);
                    Assert.Null(log.Cut);
                    history.Check(log);
                    LogWorkload.Run(machine, log, history, current, 12, LargeBody, releases: true);
                });
                Assert.Equal(0, disk.OpenHandleCount);
            }

            Assert.True(history.Count > 0);
            SimulatedMachine.Run(seed + 70, disk, machine => Recover(machine, options, history));
        }
    }

    [Fact]
    public void A_failed_sync_poisons_the_log_and_loses_nothing_acknowledged()
    {
        var poisoned = 0;
        for (var number = 1L; number <= 40; number++)
        {
            var options = SimulatedLog.SmallOptions;
            var disk = SimulatedLog.NewDisk(7, options);
            var history = new LogHistory();
            SimulatedMachine.Run(8, disk, machine =>
            {
                using var log = SimulatedLog.Open(machine, options);
                disk.AddFault(SimulatedFault.FailedSync(number) with { Path = path => !path.Contains(".tmp", StringComparison.Ordinal) });
                try
                {
                    LogWorkload.Run(machine, log, history, round: 0, 20, SmallBody);
                }
                catch (LogException error) when (error.Error == LogError.OutcomeUnknown)
                {
                    poisoned++;
                    Assert.Equal(LogError.OutcomeUnknown, log.Poison!.Error);
                    Assert.Throws<LogException>(() => log.Append(new GeodeArchive.Wal.Appending.LogBatch()));
                }
            });
            disk.ClearFaults();
            SimulatedMachine.Run(9, disk, machine => Recover(machine, options, history));
            disk.CutPower();
            var crashed = disk.Crash((ulong)number);
            SimulatedMachine.Run(10, crashed, machine => Recover(machine, options, history));
        }

        Assert.True(poisoned > 10, "hardly any sync failed");
    }

    [Fact]
    public void What_a_recovery_after_a_kill_showed_survives_a_power_cut()
    {
        foreach (var seed in SimulationSeeds.Sweep(20))
        {
            var options = SimulatedLog.SmallOptions;
            var disk = SimulatedLog.NewDisk(seed, options);
            var history = new LogHistory();
            disk.CutPowerAtMutation(10 + (long)(seed % 30));
            SimulatedMachine.Run(seed, disk, machine => Work(machine, options, history, (inner, log, found) =>
                LogWorkload.Run(inner, log, found, round: 0, 30, seed % 2 == 0 ? SmallBody : LargeBody)));

            // The process died, the machine ran on: what was never synced is still seen.
            var killed = disk.Clone(seed);
            SimulatedMachine.Run(seed + 50, killed, machine =>
            {
                var log = SimulatedLog.Open(machine, options);
                history.Check(log);
                killed.CutPower();
            });
            var crashed = killed.Crash(seed);
            SimulatedMachine.Run(seed + 60, crashed, machine => Recover(machine, options, history));
        }
    }

    private static void CutAtEveryChange(ulong seed, LogOptions options, Action<SimulatedMachine, WriteAheadLog, LogHistory> work)
    {
        var before = SimulatedLog.NewDisk(seed, options);
        var rehearsal = before.Clone(seed);
        SimulatedMachine.Run(seed, rehearsal, machine => Work(machine, options, new LogHistory(), work));
        var count = rehearsal.MutationCount;
        Assert.True(count > 10, "the rehearsal did little");
        for (var number = 1; number <= count + 1; number++)
        {
            var disk = before.Clone(seed);
            var history = new LogHistory();
            disk.CutPowerAtMutation(number);
            SimulatedMachine.Run(seed, disk, machine => Work(machine, options, history, work));
            disk.CutPower();
            var crashed = disk.Crash(seed + (ulong)number);
            SimulatedMachine.Run(seed + 70, crashed, machine => Recover(machine, options, history));
        }
    }

    private static (SimulatedDisk Disk, LogHistory History) CrashInTheMiddle(ulong seed, LogOptions options)
    {
        var disk = SimulatedLog.NewDisk(seed, options);
        var history = new LogHistory();
        disk.CutPowerAtMutation(20 + (long)seed);
        SimulatedMachine.Run(seed, disk, machine => Work(machine, options, history, (inner, log, found) =>
            LogWorkload.Run(inner, log, found, round: 0, 30, LargeBody)));
        disk.CutPower();
        return (disk.Crash(seed), history);
    }

    private static void Work(
        SimulatedMachine machine, LogOptions options, LogHistory history, Action<SimulatedMachine, WriteAheadLog, LogHistory> work)
    {
        using var log = SimulatedLog.Open(machine, options);
        work(machine, log, history);
    }

    private static void Recover(SimulatedMachine machine, LogOptions options, LogHistory history)
    {
        using var log = SimulatedLog.Open(machine, options, history.Floor);
        history.Check(log);
    }
}
