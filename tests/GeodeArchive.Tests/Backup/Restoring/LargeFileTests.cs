using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup.Restoring;

/// <summary>Files of several parts, which several workers write.</summary>
public sealed class LargeFileTests
{
    private const int PartSize = 64 << 20;
    private const string Target = "/target";

    [Theory]
    [InlineData(1, PartSize + 1)]
    [InlineData(2, (2 * PartSize) + 4096)]
    [InlineData(3, 2 * PartSize)]
    public void A_file_of_several_parts_is_restored_by_all_workers_byte_by_byte(ulong seed, int size)
    {
        var content = new byte[size];
        new Random((int)seed).NextBytes(content);

        // Runs that do not compress, that do, and that are zero up to a part's end.
        content.AsSpan(PartSize / 2, PartSize / 2).Clear();
        content.AsSpan(1000, 3 << 20).Fill(7);
        var disk = new SimulatedDisk(seed);
        disk.PutFile("/source/large", content);
        SimulatedMachine.Run(seed, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Backup("/source", "full", compression: "zstd:1");
            var result = program.Restore("full", Target);
            Assert.Equal(0, result.Problems.Count);
            Assert.True(content.AsSpan().SequenceEqual(disk.ReadFile(Target + "/large")));
        });
    }

    [Theory]
    [InlineData(FileError.Io)]
    [InlineData(FileError.NoSpace)]
    public void A_part_that_cannot_be_written_ends_the_restore(FileError error)
    {
        var disk = new SimulatedDisk(4);
        var content = new byte[(2 * PartSize) + 10];
        new Random(4).NextBytes(content);
        disk.PutFile("/source/large", content);
        SimulatedMachine.Run(4, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Backup("/source", "full", compression: "none");
            disk.AddFault(new SimulatedFault(FaultKind.Error)
            {
                On = DiskOperations.Write,
                Error = error,
                Path = path => path == Target + "/large",
            });
            Assert.Equal(error, Assert.Throws<FileException>(() => program.Restore("full", Target)).Error);
        });
    }
}
