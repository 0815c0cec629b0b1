using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Objects;

public sealed class ObjectStoreCrashTests
{
    [Fact]
    public void An_object_survives_in_a_directory_that_another_writer_made_and_did_not_sync()
    {
        foreach (var seed in SimulationSeeds.Sweep(20))
        {
            var disk = new SimulatedDisk(seed);
            disk.PutDirectory("/store");
            SimulatedMachine.Run(seed, disk, machine =>
            {
                var root = machine.Machine.Files.OpenDirectory(FilePath.From("/store"));
                using var store = new LocalObjectStore(root, machine.Machine.Entropy);
                root.CreateDirectory(FileName.From("archive"), 0x1C0);
                Assert.True(store.PutIfAbsent(ObjectKey.From("archive/x"), "kept"u8));
            });
            disk.CutPower();
            Assert.True(disk.Crash(seed).Contains("/store/archive/x"));
        }
    }
}
