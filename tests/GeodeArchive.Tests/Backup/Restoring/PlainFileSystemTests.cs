using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup.Restoring;

/// <summary>Restores to file systems that hold contents and little else: vfat, CIFS, some of FUSE.</summary>
public sealed class PlainFileSystemTests
{
    private const string Target = "/target";

    [Theory]
    [InlineData(FileError.Denied)]
    [InlineData(FileError.Unsupported)]
    [InlineData(FileError.Io)]
    public void Contents_are_restored_where_no_metadata_can_be_set(FileError error) => Run(1, (disk, program) =>
    {
        disk.AddFault(new SimulatedFault(FaultKind.Error)
        {
            On = DiskOperations.SetMetadata,
            Error = error,
            Path = path => path.StartsWith(Target, StringComparison.Ordinal),
            Count = long.MaxValue,
        });
        var result = program.Restore("full", Target);
        AssertContents(disk);

        // One for each entry; who may not set owners is told once, whoever cannot for another reason each time.
        var entryCount = disk.Snapshot(SampleTree.Path).Count + 1;
        Assert.Equal(error == FileError.Io ? 2 * entryCount : entryCount + 1, result.Problems.Count);
        Assert.Contains(result.Problems.Kept, problem => problem.Path == "large" && problem.Reason.Contains("set the mode of", StringComparison.Ordinal));
        Assert.Contains(result.Problems.Kept, problem => problem.Path == "large" && problem.Reason.Contains("set the times of", StringComparison.Ordinal));
    });

    [Fact]
    public void What_is_made_and_then_refused_its_mode_is_restored_all_the_same() => SimulatedMachine.Run(2, DiskWithTree(2), machine =>
    {
        new ArchiveProgram(machine.Machine).Backup(SampleTree.Path, "full");
        machine.Disk.PutDirectory(Target);
        var odd = OddFileSystem.On(
            machine.Machine,
            below => new OddFileSystem(below) { HasNoModes = path => path.StartsWith(Target, StringComparison.Ordinal) });
        var result = new ArchiveProgram(odd).Restore("full", Target);
        AssertContents(machine.Disk);
        Assert.Equal(machine.Disk.Snapshot(SampleTree.Path).Count + 1, result.Problems.Count);
    });

    [Fact]
    public void A_link_that_cannot_be_made_is_a_problem_of_the_link() => Run(3, (disk, program) =>
    {
        using (var source = disk.OpenDirectory(FilePath.From(SampleTree.Path)))
        {
            source.CreateSymbolicLink(FileName.From("link"), "a"u8);
        }

        program.Backup(SampleTree.Path, "linked");
        disk.AddFault(new SimulatedFault(FaultKind.Error)
        {
            On = DiskOperations.Create,
            Error = FileError.Denied,
            Path = path => path == Target + "/link",
        });
        Assert.Equal("link", Assert.Single(program.Restore("linked", Target).Problems.Kept).Path);
        AssertContents(disk);
    });

    [Theory]
    [InlineData(FileError.Io)]
    [InlineData(FileError.NoSpace)]
    public void Contents_that_cannot_be_written_end_the_restore(FileError error) => Run(4, (disk, program) =>
    {
        disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.Write, Error = error, Path = path => path == Target + "/large" });
        Assert.Equal(error, Assert.Throws<FileException>(() => program.Restore("full", Target)).Error);
    });

    [Fact]
    public void A_file_that_cannot_be_made_ends_the_restore() => Run(5, (disk, program) =>
    {
        disk.AddFault(new SimulatedFault(FaultKind.Error)
        {
            On = DiskOperations.Create,
            Error = FileError.Denied,
            Path = path => path == Target + "/large",
        });
        Assert.Equal(FileError.Denied, Assert.Throws<FileException>(() => program.Restore("full", Target)).Error);
    });

    [Fact]
    public void Any_number_of_equal_problems_is_counted_and_a_thousand_kept()
    {
        var disk = DiskWithTree(6);
        for (var i = 0; i < 1500; i++)
        {
            disk.PutFile($"{SampleTree.Path}/many/{i}", []);
        }

        SimulatedMachine.Run(6, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Backup(SampleTree.Path, "full");
            disk.AddFault(new SimulatedFault(FaultKind.Error)
            {
                On = DiskOperations.SetMetadata,
                Error = FileError.Unsupported,
                Path = path => path.StartsWith(Target, StringComparison.Ordinal),
                Count = long.MaxValue,
            });
            var problems = program.Restore("full", Target).Problems;
            Assert.Equal(disk.Snapshot(SampleTree.Path).Count + 2, problems.Count);
            Assert.Equal(1000, problems.Kept.Count);
        });
    }

    private static void Run(ulong seed, Action<SimulatedDisk, ArchiveProgram> test)
    {
        var disk = DiskWithTree(seed);
        SimulatedMachine.Run(seed, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Backup(SampleTree.Path, "full");
            test(disk, program);
        });
        Assert.Equal(0, disk.OpenHandleCount);
    }

    private static SimulatedDisk DiskWithTree(ulong seed)
    {
        var disk = new SimulatedDisk(seed);
        SampleTree.Put(disk, seed);
        return disk;
    }

    private static void AssertContents(SimulatedDisk disk) => Assert.Equal(Contents(disk, SampleTree.Path), Contents(disk, Target));

    private static IEnumerable<(string Path, string Content)> Contents(SimulatedDisk disk, string path) => disk.Snapshot(path)
        .Where(entry => entry.Kind != FileKind.SymbolicLink)
        .Select(entry => (entry.Path, entry.Content));
}
