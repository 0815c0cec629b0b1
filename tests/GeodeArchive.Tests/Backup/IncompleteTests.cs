using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup;

/// <summary>What could not be saved is admitted in the backup itself, not only by the command that made it.</summary>
public sealed class IncompleteTests
{
    [Theory]
    [InlineData(DiskOperations.Open)]
    [InlineData(DiskOperations.List)]
    [InlineData(DiskOperations.ReadMetadata)]
    public void A_directory_that_cannot_be_read_makes_the_backup_incomplete(DiskOperations operation)
    {
        var disk = new SimulatedDisk(1);
        SampleTree.Put(disk, 1);
        SimulatedMachine.Run(1, disk, machine =>
        {
            disk.AddFault(SimulatedFault.Denied(path => path == SampleTree.Path + "/deep") with { On = operation });
            var result = new ArchiveProgram(machine.Machine).Backup(SampleTree.Path, "full");
            Assert.True(result.Problems.Count > 0);
            Assert.True(result.Backup.IncompleteCount > 0, "the backup says that it is complete");
        });
    }

    [Fact]
    public void A_name_that_is_too_long_for_the_archive_is_all_that_a_backup_leaves_out()
    {
        var disk = new SimulatedDisk(1);
        var name = new string('ж', 200);
        disk.PutFile("/source/directory/" + name, "left out"u8);
        disk.PutFile("/source/directory/short", "saved"u8);
        SimulatedMachine.Run(1, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            var result = program.Backup("/source", "full");
            Assert.Equal("directory/" + name, Assert.Single(result.Problems.Kept).Path);
            Assert.Equal(1, result.Backup.IncompleteCount);
            program.Restore("full", "/target");
            Assert.Equal(["directory", "directory/short"], disk.Snapshot("/target").Select(entry => entry.Path));
        });
    }

    [Fact]
    public void A_setuid_program_restored_under_another_owner_is_none()
    {
        var disk = new SimulatedDisk(2);
        disk.PutFile("/source/program", "x"u8);
        SimulatedMachine.Run(2, disk, machine =>
        {
            using (var source = machine.Machine.Files.OpenDirectory(FilePath.From("/source")))
            {
                source.SetMode(FileName.From("program"), 0x9ED); // 04755
            }

            var program = new ArchiveProgram(machine.Machine);
            program.Backup("/source", "full");
            disk.AddFault(new SimulatedFault(FaultKind.Error)
            {
                On = DiskOperations.SetMetadata,
                Error = FileError.Unsupported,
                Path = path => path == "/target/program",
            });
            var result = program.Restore("full", "/target");
            Assert.Equal(1, result.Problems.Count);
            using var target = machine.Machine.Files.OpenDirectory(FilePath.From("/target"));
            Assert.Equal(0x1ED, target.GetMetadata(FileName.From("program")).Mode); // 0755
        });
    }
}
