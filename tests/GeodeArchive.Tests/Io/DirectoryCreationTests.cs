using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Io;

/// <summary>What a crash leaves of directories that are made by path.</summary>
public sealed class DirectoryCreationTests
{
    private const int Mode = 0x1C0;

    [Theory]
    [InlineData("/parent/made")]
    [InlineData("/parent/made/deeper")]
    [InlineData("/link")]
    public void A_directory_whose_maker_died_before_the_sync_is_made_durable(string path)
    {
        foreach (var seed in SimulationSeeds.Sweep(20))
        {
            var disk = new SimulatedDisk(seed);
            disk.PutDirectory("/parent");
            SimulatedMachine.Run(seed, disk, machine =>
            {
                var files = machine.Machine.Files;
                using var root = files.OpenDirectory(FilePath.From("/"));
                root.CreateSymbolicLink(FileName.From("link"), "/parent/made"u8);
                using var parent = root.OpenDirectory(FileName.From("parent"));
                parent.CreateDirectory(FileName.From("made"), Mode);
                files.OpenOrCreateDirectory(FilePath.From(path), Mode).Dispose();
            });
            disk.CutPower();
            Assert.True(disk.Crash(seed).Contains("/parent/made"));
        }
    }

    [Fact]
    public void A_directory_whose_name_cannot_be_made_durable_is_not_opened() => SimulatedMachine.Run(1, machine =>
    {
        machine.Disk.PutDirectory("/parent/made");
        machine.Disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.Sync });
        Assert.Throws<FileException>(() => machine.Machine.Files.OpenOrCreateDirectory(FilePath.From("/parent/made"), Mode));
        Assert.Equal(0, machine.Disk.OpenHandleCount);
    });

    [Fact]
    public void A_directory_below_one_that_may_not_be_opened_is_used_as_it_is() => SimulatedMachine.Run(1, machine =>
    {
        machine.Disk.PutDirectory("/parent/made");
        machine.Disk.AddFault(SimulatedFault.Denied(path => path == "/parent/made/.."));
        machine.Machine.Files.OpenOrCreateDirectory(FilePath.From("/parent/made"), Mode).Dispose();
        Assert.Equal(0, machine.Disk.OpenHandleCount);
    });

    [Fact]
    public void Opening_to_read_syncs_nothing() => SimulatedMachine.Run(1, machine =>
    {
        machine.Disk.PutDirectory("/parent/made");
        machine.Machine.Files.OpenDirectory(FilePath.From("/parent/made")).Dispose();
        Assert.Equal(0, machine.Disk.MutationCount);
    });
}
