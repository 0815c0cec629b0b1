using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup.Crashing;

/// <summary>
/// The power goes out, the disk is full, or a sync fails, at each operation of a backup in turn. Whatever happens: the repository
/// opens, every backup that was reported
/// as made restores equal, none shows that does not, and the same command succeeds afterwards.
/// </summary>
public sealed class BackupCrashTests
{
    private const string First = "full-1";
    private const string Second = "incr-1";

    // Runs on one disk need seeds of their own: equal seeds make equal ids.
    private const ulong SetUp = 1_000_000;
    private const ulong Retry = 2_000_000;

    [Fact]
    public void Power_cut_at_every_operation_of_the_first_backup_leaves_all_of_it_or_nothing() =>
        CutAtEveryMutation(seed => NewDisk(seed), BackUpFirst, seedCount: 2);

    [Fact]
    public void Power_cut_at_every_operation_of_an_incremental_keeps_the_full_and_shows_no_half() =>
        CutAtEveryMutation(DiskWithFull, BackUpSecond, seedCount: 3);

    [Fact]
    public void Full_disk_at_every_write_is_a_clean_failure_and_the_next_run_succeeds() =>
        FailAtEvery(number => SimulatedFault.FullDisk(number, count: 1));

    [Fact]
    public void Failed_sync_at_every_sync_is_never_reported_as_success_of_what_may_be_lost() =>
        FailAtEvery(SimulatedFault.FailedSync);

    [Fact]
    public void A_run_is_a_function_of_its_seed()
    {
        SimulationTrace Trace() => SimulatedMachine.Run(7, NewDisk(7), machine => BackUpFirst(machine)).Trace;
        Assert.Equal(Trace().Hash, Trace().Hash);
    }

    [Fact]
    public void Two_writers_at_once_both_commit()
    {
        foreach (var seed in SimulationSeeds.Sweep(10))
        {
            var disk = DiskWithFull(seed);
            SimulatedMachine.Run(seed, disk, machine =>
            {
                var other = machine.Machine.Scheduler.Start(
                    "other command", () => new ArchiveProgram(machine.Machine).Backup(SampleTree.Path, "other"));
                BackUpSecond(machine);
                other.Join();
            });
            CheckRestores(disk, seed, [First, Second, "other"]);
        }
    }

    private static void BackUpFirst(SimulatedMachine machine) => new ArchiveProgram(machine.Machine).Backup(SampleTree.Path, First);

    private static void BackUpSecond(SimulatedMachine machine) =>
        new ArchiveProgram(machine.Machine).Backup(SampleTree.Path, Second, BackupType.Incremental);

    private static SimulatedDisk NewDisk(ulong seed)
    {
        var disk = new SimulatedDisk(seed);
        SampleTree.Put(disk, seed);
        return disk;
    }

    /// <summary>A disk with one backup, and the source changed since.</summary>
    private static SimulatedDisk DiskWithFull(ulong seed)
    {
        var disk = NewDisk(seed);
        SimulatedMachine.Run(SetUp + seed, disk, BackUpFirst);
        SimulatedMachine.Run(seed, disk, machine => new ArchiveProgram(machine.Machine).Restore(First, "/before"));
        SampleTree.Change(disk, seed + 1);
        return disk;
    }

    private static void CutAtEveryMutation(Func<ulong, SimulatedDisk> newDisk, Action<SimulatedMachine> command, int seedCount)
    {
        foreach (var seed in SimulationSeeds.Sweep(seedCount))
        {
            var before = newDisk(seed);
            var rehearsal = before.Clone(seed);
            SimulatedMachine.Run(seed, rehearsal, command);
            Assert.True(rehearsal.MutationCount > 20, "the rehearsal did little");
            for (var number = 1; number <= rehearsal.MutationCount + 1; number++)
            {
                var disk = before.Clone(seed);
                disk.CutPowerAtMutation(number);
                var isReported = false;
                SimulatedMachine.Run(seed, disk, machine =>
                {
                    command(machine);
                    isReported = true;
                });
                disk.CutPower();
                CheckAfterCrash(disk.Crash(seed + (ulong)number), seed, isReported);
            }
        }
    }

    private static void CheckAfterCrash(SimulatedDisk disk, ulong seed, bool isReported)
    {
        var hadFirst = disk.Contains("/before");
        var name = hadFirst ? Second : First;
        List<string> found = [];
        SimulatedMachine.Run(seed, disk, machine =>
        {
            // A machine that died before its first backup may not have made the archive root.
            if (disk.Contains("/archive-root/archive/repository"))
            {
                found.AddRange(new ArchiveProgram(machine.Machine).Backups());
            }
        });
        Assert.Equal(hadFirst, found.Contains(First) && hadFirst);
        Assert.True(found.Contains(name) || !isReported, $"{name} was reported as made and is not there");
        CheckRestores(disk, seed, found);
        if (!found.Contains(name))
        {
            SimulatedMachine.Run(Retry + seed, disk, hadFirst ? BackUpSecond : BackUpFirst);
            CheckRestores(disk, seed, [name]);
        }
    }

    private static void CheckRestores(SimulatedDisk disk, ulong seed, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            SimulatedMachine.Run(seed, disk, machine =>
            {
                var program = new ArchiveProgram(machine.Machine);
                Assert.Empty(program.Verify(name).Damages);
                program.Restore(name, "/restored-" + name);
            });
            var expected = name == First && disk.Contains("/before") ? "/before" : SampleTree.Path;
            Assert.Equal(disk.Snapshot(expected), disk.Snapshot("/restored-" + name));
        }
    }

    private static void FailAtEvery(Func<long, SimulatedFault> fault)
    {
        const ulong seed = 5;
        var before = DiskWithFull(seed);
        var failures = 0;
        for (var number = 1L; ; number++)
        {
            var disk = before.Clone(seed);
            disk.AddFault(fault(number));
            var isReported = false;
            Exception? failure = null;
            SimulatedMachine.Run(seed, disk, machine =>
            {
                try
                {
                    BackUpSecond(machine);
                    isReported = true;
                }
                catch (Exception error) when (error is RepositoryException or FileException)
                {
                    failure = error;
                }
            });
            failures += failure is null ? 0 : 1;
            disk.ClearFaults();
            if (!isReported && failure is null)
            {
                Assert.Fail("neither success nor failure");
            }

            disk.CutPower();
            CheckAfterCrash(disk.Crash(seed + (ulong)number), seed, isReported);
            if (isReported)
            {
                Assert.True(failures > 5, $"only {failures} operations could fail");
                return;
            }
        }
    }
}
