using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Wal;

namespace GeodeArchive.Tests.Wal;

/// <summary>
/// One operation of the disk goes wrong, each in turn, while a log is opened, used and closed. Whatever happens: nothing stays open,
/// nobody hangs, and afterwards the log opens with all that was acknowledged.
/// </summary>
public sealed class LogFaultTests
{
    private const int LargeBody = 240_000;

    [Theory]
    [InlineData(SyncMode.Fdatasync)]
    [InlineData(SyncMode.OpenDatasync)]
    public void Full_disk_at_every_write_loses_nothing_acknowledged(SyncMode mode) =>
        FailAtEvery(DiskOperations.Write | DiskOperations.Create, FileError.NoSpace, mode);

    [Theory]
    [InlineData(SyncMode.Fdatasync)]
    [InlineData(SyncMode.OpenDatasync)]
    public void Failure_of_every_sync_loses_nothing_acknowledged(SyncMode mode) => FailAtEvery(DiskOperations.Sync, FileError.Io, mode);

    [Theory]
    [InlineData(DiskOperations.Rename | DiskOperations.Delete)]
    [InlineData(DiskOperations.Write)]
    [InlineData(DiskOperations.Open | DiskOperations.List | DiskOperations.ReadMetadata | DiskOperations.Read)]
    public void Failure_of_every_other_operation_loses_nothing_acknowledged(DiskOperations operations) =>
        FailAtEvery(operations, FileError.Io, SyncMode.Fdatasync);

    [Fact]
    public void A_log_whose_making_fails_at_any_operation_leaves_nothing_open()
    {
        var failures = 0;
        for (var number = 1L; ; number++)
        {
            var disk = new SimulatedDisk(1);
            disk.PutDirectory(SimulatedLog.Path);
            var seen = 0L;
            disk.AddFault(Fault(DiskOperations.All, FileError.NoSpace, number, () => seen++));
            SimulatedMachine.Run(2, disk, machine =>
            {
                try
                {
                    using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(SimulatedLog.Path));
                    WriteAheadLog.Create(machine.Machine, directory, SimulatedLog.SmallOptions, SimulatedLog.Timeline).Dispose();
                }
                catch (Exception error) when (error is LogException or FileException)
                {
                    failures++;
                }
            });
            Assert.Equal(0, disk.OpenHandleCount);
            if (seen < number)
            {
                break;
            }
        }

        Assert.True(failures > 10, $"only {failures} operations could fail");
    }

    [Fact]
    public void A_directory_that_cannot_be_changed_is_refused_and_left_closed()
    {
        var options = SimulatedLog.SmallOptions;
        var disk = SimulatedLog.NewDisk(1, options);
        disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.Mutations, Error = FileError.Denied, Count = long.MaxValue });
        SimulatedMachine.Run(2, disk, machine =>
            Assert.Equal(LogError.Failed, Assert.Throws<LogException>(() => SimulatedLog.Open(machine, options)).Error));
        Assert.Equal(0, disk.OpenHandleCount);
    }

    [Fact]
    public void A_log_that_is_refused_is_left_closed()
    {
        var options = SimulatedLog.SmallOptions;
        var disk = SimulatedLog.NewDisk(1, options);
        SimulatedMachine.Run(2, disk, machine =>
        {
            Assert.Throws<ArgumentException>(() => SimulatedLog.Open(machine, options with { SegmentSize = 5 }));
            Assert.Throws<LogException>(() => SimulatedLog.Open(machine, options, durable: new GeodeArchive.Format.Lsn(1 << 20)));
        });
        Assert.Equal(0, disk.OpenHandleCount);
    }

    [Theory]
    [InlineData(DiskOperations.Sync)]
    [InlineData(DiskOperations.Rename)]
    public void Segments_are_made_again_after_the_directory_failed_once(DiskOperations operation)
    {
        foreach (var seed in SimulationSeeds.Sweep(4))
        {
            var options = SimulatedLog.SmallOptions;
            var disk = SimulatedLog.NewDisk(seed, options);
            var history = new LogHistory();
            SimulatedMachine.Run(seed, disk, machine =>
            {
                using var log = SimulatedLog.Open(machine, options);
                disk.AddFault(new SimulatedFault(FaultKind.Error) { On = operation, Path = IsOfDirectory });
                LogWorkload.Run(machine, log, history, round: 0, 20, LargeBody);
            });
            SimulatedMachine.Run(seed + 50, disk, machine => Recover(machine, options, history));
        }

        bool IsOfDirectory(string path) => operation == DiskOperations.Rename || path == SimulatedLog.Path;
    }

    private static void FailAtEvery(DiskOperations operations, FileError error, SyncMode mode)
    {
        var options = SimulatedLog.SmallOptions with { SyncMode = mode, SizeMax = 12 << 20 };
        var before = SimulatedLog.NewDisk(1, options);
        var failures = 0;
        for (var number = 1L; ; number++)
        {
            var disk = before.Clone(3);
            var history = new LogHistory();
            var seen = 0L;
            disk.AddFault(Fault(operations, error, number, () => seen++));
            SimulatedMachine.Run(4, disk, machine =>
            {
                try
                {
                    using var log = SimulatedLog.Open(machine, options);
                    LogWorkload.Run(machine, log, history, round: 0, 4, LargeBody, releases: true);
                    history.Check(log);
                }
                catch (Exception failure) when (failure is LogException or FileException)
                {
                    failures++;
                }
            });
            Assert.True(disk.OpenHandleCount == 0, $"{disk.OpenHandleCount} are open after operation {number} failed");
            disk.ClearFaults();
            var crashed = disk.Clone(5);
            crashed.CutPower();
            crashed = crashed.Crash((ulong)number);
            SimulatedMachine.Run(6, disk, machine => Recover(machine, options, history.Clone()));
            SimulatedMachine.Run(7, crashed, machine => Recover(machine, options, history));
            if (seen < number)
            {
                break;
            }
        }

        // Renaming and deleting is the preparer's, which tries something else.
        Assert.True(failures > 3 || operations == (DiskOperations.Rename | DiskOperations.Delete), $"only {failures} operations could fail");
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

    private static void Recover(SimulatedMachine machine, LogOptions options, LogHistory history)
    {
        using var log = SimulatedLog.Open(machine, options, history.Floor, history.Floor);
        history.Check(log);
    }
}
