using GeodeArchive.Backup;
using GeodeArchive.Backup.Checking;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Backup.Checking;

/// <summary>A check of a whole repository, by several workers.</summary>
public sealed class CheckTests
{
    private const string Root = "/archive-root";

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Every_byte_is_read_by_however_many_workers(int workerCount) => SimulatedMachine.Run(1, machine =>
    {
        Put(machine);
        var options = new CheckOptions { ReadsData = true, WorkerCount = workerCount };
        var intact = Check(machine, options);
        Assert.Empty(intact.Damages);
        Assert.Equal(SegmentFiles(machine).Sum(path => machine.Disk.ReadFile(path).LongLength), intact.ByteCount);
        var damaged = SegmentFiles(machine);
        foreach (var path in damaged)
        {
            Decay(machine, path);
        }

        var found = Check(machine, options).Damages.Select(damage => damage.DamagedKey!).Order().ToList();
        Assert.Equal(damaged.Select(path => path[(Root.Length + 1)..]).Order(), found.Distinct());
    });

    [Fact]
    public void Data_is_not_read_unless_asked_for() => SimulatedMachine.Run(2, machine =>
    {
        Put(machine);
        var largest = SegmentFiles(machine).MaxBy(path => machine.Disk.ReadFile(path).Length)!;
        Decay(machine, largest);
        var result = Check(machine, new CheckOptions());
        Assert.Empty(result.Damages);
        Assert.Equal(0, result.ByteCount);
    });

    private static void Put(SimulatedMachine machine)
    {
        SampleTree.Put(machine.Disk, 1);
        new ArchiveProgram(machine.Machine).Backup(SampleTree.Path, "full-1");
    }

    private static CheckResult Check(SimulatedMachine machine, CheckOptions options)
    {
        var directory = machine.Machine.Files.OpenDirectory(FilePath.From(Root));
        using var repository = ArchiveRepository.Open(machine.Machine, new LocalObjectStore(directory, machine.Machine.Entropy));
        return new CheckPipeline(repository, options, new RunProgress()).Run();
    }

    private static List<string> SegmentFiles(SimulatedMachine machine) => [.. machine.Disk.Snapshot(Root)
        .Where(entry => entry.Kind == FileKind.Regular && entry.Path.StartsWith(RepositoryNames.SegmentPrefix, StringComparison.Ordinal))
        .Select(entry => $"{Root}/{entry.Path}")];

    private static void Decay(SimulatedMachine machine, string path)
    {
        var bytes = machine.Disk.ReadFile(path);
        bytes[FileHeader.Size + BlockHeader.Size + 20] ^= 1;
        using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(path[..path.LastIndexOf('/')]));
        directory.DeleteFile(FileName.From(path[(path.LastIndexOf('/') + 1)..]));
        machine.Disk.PutFile(path, bytes);
    }
}
