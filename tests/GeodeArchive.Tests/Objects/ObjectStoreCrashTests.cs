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
}
