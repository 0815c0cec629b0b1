using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup.Storing;

/// <summary>Files that are not, when they are read, what the walk saw.</summary>
public sealed class ChangingFileTests
{
    private const int FilePageSize = 4096;
    private const string Path = "/source/odd";
    private const long PartSize = 64 << 20;

    [Theory]
    [InlineData(300_000, 100_000)]
    [InlineData(300_000, 0)]
    [InlineData(PartSize + 10, PartSize + 3)]
    [InlineData(PartSize + 10, 1000)]
    public void A_file_that_ends_before_its_size_is_marked_as_changed_although_its_metadata_never_changes(long size, long end)
    {
        var disk = DiskWithFile(size);
        SimulatedMachine.Run(1, disk, machine =>
        {
            var odd = OddFileSystem.On(machine.Machine, below => new OddFileSystem(below) { EndOf = path => path == Path ? end : null, HidesHoles = path => path == Path });
            var result = new ArchiveProgram(odd).Backup("/source", "full");
            var problem = Assert.Single(result.Problems.Kept);
            Assert.Equal("odd", problem.Path);
            Assert.Contains("it ended before its size", problem.Reason, StringComparison.Ordinal);
            Assert.Equal(1, result.Backup.IncompleteCount);
            Assert.Equal(end, result.Backup.LogicalSize);

            var program = new ArchiveProgram(machine.Machine);
            Assert.Empty(program.Verify("full").Damages);
            program.Restore("full", "/target");
            Assert.Equal(end, disk.ReadFile("/target/odd").Length);

            // An incremental must not take the shortened content for that of the file.
            Assert.Equal(size, program.Backup("/source", "incr", BackupType.Incremental).Backup.LogicalSize);
        });
    }

    [Fact]
    public void A_file_of_several_parts_that_changed_is_one_problem()
    {
        SimulatedMachine.Run(2, DiskWithFile((2 * PartSize) + 10), machine =>
        {
            var odd = OddFileSystem.On(machine.Machine, below => new OddFileSystem(below) { IsRestless = path => path == Path });
            var result = new ArchiveProgram(odd).Backup("/source", "full");
            Assert.Contains("it changed while it was read", Assert.Single(result.Problems.Kept).Reason, StringComparison.Ordinal);
            Assert.Equal(1, result.Problems.Count);
            Assert.Equal(1, result.Backup.IncompleteCount);
        });
    }

    [Fact]
    public void A_file_of_several_parts_that_cannot_be_read_is_one_problem_and_has_no_content()
    {
        var disk = DiskWithFile((2 * PartSize) + 10);
        SimulatedMachine.Run(3, disk, machine =>
        {
            disk.AddFault(SimulatedFault.UnreadableFile(path => path == Path));
            var result = new ArchiveProgram(machine.Machine).Backup("/source", "full");
            Assert.Equal(1, result.Problems.Count);
            Assert.Equal(1, result.Backup.IncompleteCount);
            Assert.Empty(new ArchiveProgram(machine.Machine).Verify("full").Damages);
        });
    }

    [Fact]
    public void A_sparse_file_of_nearly_8_EiB_is_divided_without_overflow()
    {
        var disk = DiskWithFile(long.MaxValue);
        SimulatedMachine.Run(4, disk, machine =>
        {
            // Reading it would take decades: the first read fails, and no part is handed out for ever after.
            disk.AddFault(SimulatedFault.UnreadableFile(path => path == Path));
            var result = new ArchiveProgram(machine.Machine).Backup("/source", "full");
            Assert.Equal("odd", Assert.Single(result.Problems.Kept).Path);
            Assert.Equal(long.MaxValue, result.Backup.LogicalSize);
            Assert.Empty(new ArchiveProgram(machine.Machine).Verify("full").Damages);
        });
    }

    [Fact]
    public void A_sparse_file_of_nearly_8_EiB_is_saved_and_restored_by_its_data()
    {
        var disk = DiskWithFile(long.MaxValue - 1);
        using (var directory = disk.OpenDirectory(FilePath.From("/source")))
        using (var file = directory.OpenFileForWriting(FileName.From("odd")))
        {
            file.Write("in the middle"u8, 1L << 60);
        }

        SimulatedMachine.Run(6, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            var result = program.Backup("/source", "full");
            Assert.Equal(0, result.Problems.Count);
            Assert.InRange(result.Backup.ReadSize, 1, 1 << 20);
            Assert.Empty(program.Verify("full").Damages);
            program.Restore("full", "/target");
            using var target = disk.OpenDirectory(FilePath.From("/target"));
            using var file = target.OpenFile(FileName.From("odd"));
            Assert.Equal(long.MaxValue - 1, file.Length);
            Assert.True(file.TryFindData(FilePageSize, out var start, out var end));
            Assert.Equal((1L << 60, (1L << 60) + FilePageSize), (start, end));
            Assert.False(file.TryFindData(end, out _, out _));
            var middle = new byte[13];
            file.Read(middle, start);
            Assert.Equal("in the middle"u8.ToArray(), middle);
        });
    }

    [Fact]
    public void Sizes_that_sum_beyond_the_largest_number_are_that_number()
    {
        var disk = DiskWithFile(long.MaxValue);
        PutFile(disk, "odder", long.MaxValue);
        SimulatedMachine.Run(5, disk, machine =>
        {
            disk.AddFault(SimulatedFault.UnreadableFile(path => path.StartsWith(Path, StringComparison.Ordinal)));
            var program = new ArchiveProgram(machine.Machine);
            Assert.Equal(long.MaxValue, program.Backup("/source", "full").Backup.LogicalSize);
            Assert.Empty(program.Verify("full").Damages);
        });
    }

    private static SimulatedDisk DiskWithFile(long size)
    {
        var disk = new SimulatedDisk(1);
        PutFile(disk, "odd", size);
        return disk;
    }

    private static void PutFile(SimulatedDisk disk, string name, long size)
    {
        disk.PutFile("/source/" + name, "x"u8);
        using var source = disk.OpenDirectory(FilePath.From("/source"));
        using var file = source.OpenFileForWriting(FileName.From(name));
        file.SetLength(size);
    }
}
