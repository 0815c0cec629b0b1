using GeodeArchive.Backup;
using GeodeArchive.Backup.Exporting;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Exporting;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Cli;

namespace GeodeArchive.Tests.Backup.Crashing;

/// <summary>The power goes out at each operation of an export and of an import in turn: what there is afterwards is whole, or nothing.</summary>
public sealed class ExportCrashTests
{
    private const ulong Seed = 5;

    [Fact]
    public void Power_cut_at_every_operation_of_an_export_leaves_all_of_it_or_nothing()
    {
        var wholeCount = 0;
        foreach (var (disk, isReported) in Crashes(DiskWithBackup(), Export))
        {
            var names = disk.Snapshot("/usb").Select(entry => entry.Path).Where(name => !name.StartsWith('.')).ToList();
            Assert.True(names.Count == 1 || !isReported, "an export that was reported is gone");
            if (names.Count == 1)
            {
                wholeCount++;
                Assert.Equal(0, Run(disk, "backup verify --input /usb/e").ExitCode);
            }
            else
            {
                Assert.Equal(0, Run(disk, "backup export /archive-root/full-1 --output /usb/e").ExitCode);
            }
        }

        Assert.NotEqual(0, wholeCount);
    }

    [Fact]
    public void Power_cut_at_every_operation_of_an_import_shows_all_of_it_or_nothing()
    {
        var before = DiskWithBackup();
        SimulatedMachine.Run(77, before, Export);
        before.PutDirectory("/other");
        var wholeCount = 0;
        foreach (var (disk, isReported) in Crashes(before, Import))
        {
            var listed = Run(disk, "backup list /other");
            var isThere = listed.Output.Contains("full-1", StringComparison.Ordinal);
            Assert.True(isThere || !isReported, "a backup that was reported is gone");
            wholeCount += isThere ? 1 : 0;
            if (!isThere)
            {
                Assert.Equal(0, Run(disk, "backup import /usb/e --output /other/full-1").ExitCode);
            }

            Assert.Equal(0, Run(disk, "backup restore --input /other/full-1 --data-dir /target").ExitCode);
            Assert.Equal(disk.Snapshot(SampleTree.Path), disk.Snapshot("/target"));
        }

        Assert.NotEqual(0, wholeCount);
    }

    private static SimulatedDisk DiskWithBackup()
    {
        var disk = new SimulatedDisk(Seed);
        SampleTree.Put(disk, Seed);
        disk.PutDirectory("/usb");
        SimulatedMachine.Run(Seed, disk, machine => new ArchiveProgram(machine.Machine).Backup(SampleTree.Path, "full-1"));
        return disk;
    }

    /// <summary>The disk after a power cut at each change that a command makes, and after none.</summary>
    private static IEnumerable<(SimulatedDisk Disk, bool IsReported)> Crashes(SimulatedDisk before, Action<SimulatedMachine> command)
    {
        var rehearsal = before.Clone(Seed);
        SimulatedMachine.Run(1, rehearsal, command);
        for (var number = 1; number <= rehearsal.MutationCount + 1; number++)
        {
            var disk = before.Clone(Seed);
            disk.CutPowerAtMutation(number);
            var isReported = false;
            SimulatedMachine.Run(1, disk, machine =>
            {
                command(machine);
                isReported = true;
            });
            disk.CutPower();
            yield return (disk.Crash(Seed + (ulong)number), isReported);
        }
    }

    private static CommandRun Run(SimulatedDisk disk, string commandLine)
    {
        CommandRun? run = null;
        SimulatedMachine.Run(1000 + (ulong)commandLine.Length, disk, machine => run = CommandRun.On(machine.Machine, commandLine));
        return run!;
    }

    private static void Export(SimulatedMachine simulated)
    {
        var machine = simulated.Machine;
        using var repository = ArchiveRepository.Open(machine, StoreAt(machine, "/archive-root"));
        using var store = StoreAt(machine, "/usb");
        using var stream = new UploadStream(store.BeginUpload(ObjectKey.From("e")));
        new ExportPipeline(repository, new ExportOptions { Name = "full-1", Host = "host", Program = "test" }, new RunProgress()).Run(stream);
        stream.Complete();
    }

    private static void Import(SimulatedMachine simulated)
    {
        var machine = simulated.Machine;
        using var directory = machine.Files.OpenDirectory(FilePath.From("/usb"));
        using var export = ArchiveRepository.Open(machine, ExportStore.Open(directory.OpenFile(FileName.From("e"))));
        using var repository = ArchiveRepository.OpenOrCreate(machine, StoreAt(machine, "/other"));
        var options = new ImportOptions { Name = "full-1", Host = "host", Program = "test" };
        new ImportPipeline(export, repository, options, new RunProgress()).Run();
    }

    private static LocalObjectStore StoreAt(Machine machine, string path) =>
        new(machine.Files.OpenDirectory(FilePath.From(path)), machine.Entropy);
}
