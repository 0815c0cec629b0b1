using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Objects;

/// <summary>What callers are told when the medium fails: whether an object is there, is not there, or nobody knows.</summary>
public sealed class ObjectStoreFaultTests
{
    private const string Directory = "/store/archive";
    private const string Path = Directory + "/x";

    private static readonly ObjectKey Key = ObjectKey.From("archive/x");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rename_that_failed_may_have_happened(bool isUpload)
    {
        var outcomes = new HashSet<bool>();
        for (ulong seed = 1; seed <= 20; seed++)
        {
            With(seed, (disk, store) =>
            {
                disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.Rename });
                Assert.Equal(ObjectError.OutcomeUnknown, Put(store, isUpload));
                outcomes.Add(disk.Contains(Path));
                Assert.DoesNotContain(disk.Snapshot(Directory), entry => entry.Path.EndsWith(".tmp", StringComparison.Ordinal));
            });
        }

        Assert.Equal(2, outcomes.Count);
    }

    [Theory]
    [InlineData(DiskOperations.Rename, FileError.NotFound, ObjectError.OutcomeUnknown)]
    [InlineData(DiskOperations.Rename, FileError.Denied, ObjectError.Denied)]
    [InlineData(DiskOperations.Rename, FileError.ReadOnly, ObjectError.Denied)]
    [InlineData(DiskOperations.Rename, FileError.NoSpace, ObjectError.NoSpace)]
    [InlineData(DiskOperations.Rename, FileError.Unsupported, ObjectError.Failed)]
    [InlineData(DiskOperations.Create, FileError.Io, ObjectError.Failed)]
    [InlineData(DiskOperations.Create, FileError.NotFound, ObjectError.Failed)]
    [InlineData(DiskOperations.Create, FileError.Exists, ObjectError.Failed)]
    [InlineData(DiskOperations.Write, FileError.Io, ObjectError.Failed)]
    [InlineData(DiskOperations.Write, FileError.NoSpace, ObjectError.NoSpace)]
    [InlineData(DiskOperations.Sync, FileError.NoSpace, ObjectError.NoSpace)]
    [InlineData(DiskOperations.Sync, FileError.Io, ObjectError.Failed)]
    public void What_was_refused_is_not_there(DiskOperations operation, FileError error, ObjectError expected)
    {
        foreach (var isUpload in new[] { false, true })
        {
            With(1, (disk, store) =>
            {
                disk.AddFault(new SimulatedFault(FaultKind.Error)
                {
                    On = operation,
                    Error = error,
                    Path = path => path.EndsWith(".tmp", StringComparison.Ordinal),
                });
                Assert.Equal(expected, Put(store, isUpload));
                Assert.Empty(disk.Snapshot(Directory));
                Assert.Null(Put(store, isUpload));
            });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_name_that_could_not_be_made_durable_is_an_unknown_outcome(bool isUpload) => With(1, (disk, store) =>
    {
        disk.AddFault(new SimulatedFault(FaultKind.Error)
        {
            On = DiskOperations.Sync,
            Error = FileError.NoSpace,
            Path = path => path == Directory,
        });
        Assert.Equal(ObjectError.OutcomeUnknown, Put(store, isUpload));
        Assert.True(disk.Contains(Path));
    });

    [Theory]
    [InlineData(DiskOperations.Write)]
    [InlineData(DiskOperations.Sync)]
    public void An_upload_that_failed_is_not_completed(DiskOperations operation) => With(1, (disk, store) =>
    {
        using (var upload = store.BeginUpload(Key))
        {
            using var part = new AlignedBuffer(4096);
            disk.AddFault(new SimulatedFault(FaultKind.Error) { On = operation });
            Assert.Throws<ObjectException>(() =>
            {
                upload.WritePart(part, 4096);
                upload.Complete();
            });
            Assert.Throws<InvalidOperationException>(upload.Complete);
        }

        Assert.Empty(disk.Snapshot(Directory));
    });

    [Theory]
    [InlineData(DiskOperations.Open, FileError.NotFound)]
    [InlineData(DiskOperations.Open, FileError.NotADirectory)]
    [InlineData(DiskOperations.List, FileError.NotFound)]
    public void A_directory_that_vanishes_from_under_a_listing_is_all_that_it_misses(DiskOperations operation, FileError error)
    {
        // Each seed lists in another order.
        for (ulong seed = 1; seed <= 20; seed++)
        {
            With(seed, (disk, store) =>
            {
                disk.PutFile("/store/archive/a/1", []);
                disk.PutFile("/store/archive/b/2", []);
                disk.PutFile("/store/archive/c/3", []);
                disk.AddFault(new SimulatedFault(FaultKind.Error) { On = operation, Error = error, Path = path => path == Directory + "/b" });
                Assert.Equal(["archive/a/1", "archive/c/3"], store.List("archive/").Select(entry => entry.Key.Text).Order());
            });
        }
    }

    [Fact]
    public void A_listing_of_what_is_not_there_is_empty_and_of_what_cannot_be_read_fails() => With(1, (disk, store) =>
    {
        disk.PutFile("/store/archive/a/1", []);
        Assert.Empty(store.List("missing/"));
        Assert.Empty(store.List("archive/missing/below/"));
        Assert.Empty(store.List("archive/a/1/"));
        Assert.Empty(store.List("archive/a/1/below/"));
        disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.List, SkipCount = 1 });
        Assert.Equal(ObjectError.Failed, Assert.Throws<ObjectException>(() => store.List(string.Empty)).Error);

        // The root was there when it was opened.
        disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.List, Error = FileError.NotFound });
        Assert.Equal(ObjectError.Failed, Assert.Throws<ObjectException>(() => store.List(string.Empty)).Error);
    });

    /// <summary>Puts the object there; returns why it could not, or null.</summary>
    private static ObjectError? Put(LocalObjectStore store, bool isUpload)
    {
        try
        {
            if (!isUpload)
            {
                Assert.True(store.PutIfAbsent(Key, "content"u8));
                return null;
            }

            using var upload = store.BeginUpload(Key);
            using var part = new AlignedBuffer(4096);
            upload.WritePart(part, 7);
            upload.Complete();
            return null;
        }
        catch (ObjectException error)
        {
            return error.Error;
        }
    }

    private static void With(ulong seed, Action<SimulatedDisk, LocalObjectStore> test) => SimulatedMachine.Run(seed, machine =>
    {
        machine.Disk.PutDirectory(Directory);
        using (var store = new LocalObjectStore(machine.Machine.Files.OpenDirectory(FilePath.From("/store")), machine.Machine.Entropy))
        {
            test(machine.Disk, store);
        }

        Assert.Equal(0, machine.Disk.OpenHandleCount);
    });
}
