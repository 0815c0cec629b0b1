using GeodeArchive.Io.Files;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Simulation;

public sealed class SimulatedFaultTests : IDisposable
{
    private readonly SimulatedDisk _disk = new(seed: 1);
    private readonly IDirectory _root;

    public SimulatedFaultTests()
    {
        _disk.PutFile("/file", Content);
        _disk.PutFile("/other", Content);
        _root = _disk.OpenDirectory(FilePath.From("/"));
    }

    private static byte[] Content => [.. Enumerable.Range(0, 3000).Select(index => (byte)(index % 251))];

    public void Dispose() => _root.Dispose();

    [Fact]
    public void An_unreadable_file_fails_each_time_and_others_do_not()
    {
        _disk.AddFault(SimulatedFault.UnreadableFile(path => path == "/file"));
        for (var round = 0; round < 3; round++)
        {
            AssertFails(FileError.Io, () => Read("file"));
            Assert.Equal(Content, Read("other"));
        }

        _disk.ClearFaults();
        Assert.Equal(Content, Read("file"));
    }

    [Fact]
    public void A_fault_strikes_as_often_as_planned()
    {
        _disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.Read, Error = FileError.Busy, SkipCount = 2, Count = 2 });
        var outcomes = Enumerable.Range(0, 6).Select(_ => Record.Exception(() => Read("file")) is null);
        Assert.Equal([true, true, false, false, true, true], outcomes);
    }

    [Fact]
    public void A_denied_name_is_refused_to_every_operation()
    {
        _disk.AddFault(SimulatedFault.Denied(path => path == "/file"));
        AssertFails(FileError.Denied, () => Read("file"));
        AssertFails(FileError.Denied, () => _root.GetMetadata(Name("file")));
        AssertFails(FileError.Denied, () => _root.DeleteFile(Name("file")));
        AssertFails(FileError.Denied, () => _root.Rename(Name("file"), _root, Name("new"), replace: true));
        AssertFails(FileError.Denied, () => _root.Rename(Name("other"), _root, Name("file"), replace: true));
        Assert.Equal(Content, Read("other"));
        Assert.Equal(Content, _disk.ReadFile("/file"));
    }

    [Fact]
    public void A_bit_flipped_in_a_read_is_right_the_next_time()
    {
        _disk.AddFault(new SimulatedFault(FaultKind.FlippedBitInRead));
        Assert.Equal(1, CountDifferentBits(Content, Read("file")));
        Assert.Equal(Content, Read("file"));
    }

    [Fact]
    public void A_bit_flipped_in_a_write_stays_flipped()
    {
        _disk.AddFault(new SimulatedFault(FaultKind.FlippedBitInWrite));
        Write("new", Content);
        Assert.Equal(1, CountDifferentBits(Content, Read("new")));
        Assert.Equal(Read("new"), Read("new"));
    }

    [Fact]
    public void Rot_changes_what_is_read_and_what_a_crash_leaves()
    {
        _disk.FlipBits("/file", offset: 2999, mask: 0x81);
        Assert.Equal(2, CountDifferentBits(Content, Read("file")));
        Assert.Equal(Read("file"), _disk.Crash(seed: 1).ReadFile("/file"));
    }

    [Fact]
    public void A_stale_read_gives_what_was_there_before()
    {
        using var file = _root.OpenFileForWriting(Name("file"));
        file.Write(new byte[Content.Length], offset: 0);
        file.Sync();
        _disk.AddFault(new SimulatedFault(FaultKind.StaleRead));
        Assert.Equal(Content, Read("file"));
        Assert.Equal(new byte[Content.Length], Read("file"));
    }

    [Fact]
    public void A_lost_write_is_reported_as_done()
    {
        _disk.AddFault(new SimulatedFault(FaultKind.LostWrite));
        Write("file", new byte[4000]);
        Assert.Equal([.. Content, .. new byte[1000]], Read("file"));
    }

    [Fact]
    public void A_misdirected_write_is_elsewhere()
    {
        // Some seeds send it to another file, some to another place of this one.
        var hits = new HashSet<string>();
        for (ulong seed = 1; seed <= 50; seed++)
        {
            var disk = _disk.Clone(seed);
            using var root = disk.OpenDirectory(FilePath.From("/"));
            disk.AddFault(new SimulatedFault(FaultKind.MisdirectedWrite) { Path = path => path == "/file" });
            using var file = root.OpenFileForWriting(Name("file"));
            file.Write(Enumerable.Repeat((byte)0xff, 512).ToArray(), offset: 0);
            foreach (var path in new[] { "/file", "/other" })
            {
                var found = disk.ReadFile(path);
                Assert.Equal(Content.Length, found.Length);
                if (!found.SequenceEqual(Content))
                {
                    hits.Add($"{path} {(found[..512].All(value => value == 0xff) ? "at" : "past")} the start");
                }
            }
        }

        Assert.Superset(new HashSet<string> { "/file past the start", "/other at the start", "/other past the start" }, hits);
    }

    [Fact]
    public void A_full_disk_takes_part_of_a_write_and_gives_space_back()
    {
        _disk.CapacityBytes = _disk.UsedBytes + (2 * 4096);
        AssertFails(FileError.NoSpace, () => Write("new", new byte[5 * 4096]));
        Assert.Equal(2 * 4096, _root.GetMetadata(Name("new")).Size);
        Assert.Equal(_disk.CapacityBytes, _disk.UsedBytes);
        _root.DeleteFile(Name("file"));
        Write("newer", new byte[4096]);
        AssertFails(FileError.NoSpace, () => Write("newest", new byte[1]));
        using (var file = _root.OpenFileForWriting(Name("new")))
        {
            file.SetLength(0);
        }

        Write("newest", new byte[2 * 4096]);
        Assert.Equal(_disk.CapacityBytes, _disk.UsedBytes);
    }

    [Fact]
    public void A_full_disk_can_be_planned_for_the_nth_write()
    {
        _disk.AddFault(SimulatedFault.FullDisk(number: 3));
        Write("new", Content);
        AssertFails(FileError.NoSpace, () => _root.CreateDirectory(Name("directory"), mode: 0));
        AssertFails(FileError.NoSpace, () => Write("file", Content));
    }

    [Fact]
    public void A_clone_has_the_unsynced_changes_and_goes_its_own_way()
    {
        Write("file", new byte[Content.Length]);
        _root.CreateDirectory(Name("new"), mode: 0);
        var clone = _disk.Clone(seed: 2);
        Assert.Equal(_disk.Snapshot("/"), clone.Snapshot("/"));
        Assert.Equal(_disk.UsedBytes, clone.UsedBytes);
        Assert.Equal((0L, 0L, 0), (clone.OperationCount, clone.MutationCount, clone.OpenHandleCount));
        Assert.Contains(Enumerable.Range(1, 50), seed => !clone.Crash((ulong)seed).Contains("/new"));
        Assert.Contains(Enumerable.Range(1, 50), seed => clone.Crash((ulong)seed).ReadFile("/file").SequenceEqual(Content));

        _root.DeleteDirectory(Name("new"));
        Write("other", [1]);
        Assert.True(clone.Contains("/new"));
        Assert.Equal(Content, clone.ReadFile("/other"));
        using var root = clone.OpenDirectory(FilePath.From("/"));
        root.Sync();
        Assert.True(clone.Crash(seed: 1).Contains("/new"));
        Assert.False(_disk.Contains("/new"));
    }

    [Fact]
    public void Open_files_are_counted()
    {
        Assert.Equal(1, _disk.OpenHandleCount);
        using (_root.OpenFile(Name("file")))
        {
            Assert.Equal(2, _disk.OpenHandleCount);
        }

        AssertFails(FileError.NotFound, () => _root.OpenFile(Name("missing")));
        Assert.Equal(1, _disk.OpenHandleCount);
    }

    private static FileName Name(string text) => FileName.From(text);

    private static void AssertFails(FileError expected, Action operation) =>
        Assert.Equal(expected, Assert.Throws<FileException>(operation).Error);

    private static int CountDifferentBits(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual).Sum(pair => int.PopCount(pair.First ^ pair.Second));
    }

    private byte[] Read(string name)
    {
        using var file = _root.OpenFile(Name(name));
        var bytes = new byte[10_000];
        return bytes[..file.Read(bytes, offset: 0)];
    }

    private void Write(string name, byte[] content)
    {
        var isThere = _root.List().Any(entry => entry.Name == Name(name));
        using var file = isThere ? _root.OpenFileForWriting(Name(name)) : _root.CreateFile(Name(name), mode: 0);
        file.Write(content, offset: 0);
    }
}
