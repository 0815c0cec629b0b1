using GeodeArchive.Backup.Verifying;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup.Verifying;

/// <summary>What of a store is damage to a verification, and what is a failure.</summary>
public sealed class VerifiedStoreTests
{
    private static readonly ObjectKey Key = ObjectKey.From("archive/segments/ab/abcd");

    [Fact]
    public void Bytes_that_the_medium_does_not_give_back_are_damage_where_they_are() => Run(1, (disk, store) =>
    {
        disk.AddFault(SimulatedFault.UnreadableFile(path => path.EndsWith(Key.Text, StringComparison.Ordinal)));
        var error = Assert.Throws<ArchiveFormatException>(() => store.GetRange(Key, 300, new byte[10]));
        Assert.Equal(300, error.Offset);
        Assert.Equal(900, Assert.Throws<ArchiveFormatException>(() => store.GetSuffix(Key, new byte[100])).Offset);
        Assert.Equal(0, Assert.Throws<ArchiveFormatException>(() => store.GetSuffix(Key, new byte[4000])).Offset);
    });

    [Fact]
    public void A_missing_object_is_missing() => Run(2, (_, store) =>
        Assert.Equal(ObjectError.NotFound, Assert.Throws<ObjectException>(() => store.GetRange(ObjectKey.From("archive/x"), 0, [])).Error));

    [Theory]
    [InlineData(FileError.NotFound)]
    [InlineData(FileError.Io)]
    public void A_store_that_is_gone_is_a_failure(FileError error) => Run(3, (disk, store) =>
    {
        disk.AddFault(new SimulatedFault(FaultKind.Error) { Error = error, On = DiskOperations.Open | DiskOperations.Read, Count = long.MaxValue });
        var failure = Assert.Throws<ObjectException>(() => store.GetRange(Key, 0, new byte[1]));
        Assert.Equal(ObjectError.Failed, failure.Error);
        Assert.Contains("cannot be read any more", failure.Message, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(FileError.Denied, ObjectError.Denied)]
    [InlineData(FileError.TooManyOpenFiles, ObjectError.Failed)]
    public void What_the_machine_refuses_is_a_failure(FileError error, ObjectError expected) => Run(4, (disk, store) =>
    {
        disk.AddFault(new SimulatedFault(FaultKind.Error) { Error = error, On = DiskOperations.Open });
        Assert.Equal(expected, Assert.Throws<ObjectException>(() => store.GetRange(Key, 0, new byte[1])).Error);
    });

    private static void Run(ulong seed, Action<SimulatedDisk, VerifiedStore> test)
    {
        var disk = new SimulatedDisk(seed);
        disk.PutFile("/root/" + RepositoryNames.Repository, new byte[10]);
        disk.PutFile("/root/" + Key, new byte[1000]);
        SimulatedMachine.Run(seed, disk, machine =>
        {
            using var below = new LocalObjectStore(disk.OpenDirectory(FilePath.From("/root")), machine.Machine.Entropy);
            using var store = new VerifiedStore(below);
            test(disk, store);
        });
    }
}
