using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Objects;

public sealed class ObjectStoreCrashTests
{
    /// <summary>
    /// A disk may keep a directory's entries and lose its name. So the name is synced by whoever puts something in, and where that
    /// cannot be done nothing is put in.
    /// </summary>
    [Fact]
    public void A_directory_that_another_writer_made_and_did_not_sync_is_made_durable_first() => SimulatedMachine.Run(1, machine =>
    {
        machine.Disk.PutDirectory("/store");
        var root = machine.Machine.Files.OpenDirectory(FilePath.From("/store"));
        using var store = new LocalObjectStore(root, machine.Machine.Entropy);
        root.CreateDirectory(FileName.From("archive"), 0x1C0);
        machine.Disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.Sync, Path = path => path == "/store" });
        var key = ObjectKey.From("archive/x");
        Assert.Throws<ObjectException>(() => store.PutIfAbsent(key, "kept"u8));
        Assert.Equal(ObjectError.NotFound, Assert.Throws<ObjectException>(() => store.GetRange(key, 0, [])).Error);
    });

    /// <summary>What was taken away for good, the slot of a key, does not come back; what was not, may.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_durable_deletion_outlives_a_power_cut_for_certain(bool isDurable)
    {
        var backCount = 0;
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var disk = new SimulatedDisk(seed);
            disk.PutDirectory("/store");
            SimulatedMachine.Run(seed, disk, machine =>
            {
                using var store = new LocalObjectStore(machine.Machine.Files.OpenDirectory(FilePath.From("/store")), machine.Machine.Entropy);
                var key = ObjectKey.From("archive/x");
                store.PutIfAbsent(key, "gone"u8);
                Assert.True(store.Delete(key, isDurable));
            });
            disk.CutPower();
            backCount += disk.Crash(seed).Contains("/store/archive/x") ? 1 : 0;
        }

        Assert.Equal(isDurable, backCount == 0);
    }
}
