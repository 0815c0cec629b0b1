using GeodeArchive.Io.Files;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Simulation;

/// <summary>What a power cut leaves: always what was synced; of the rest sometimes this, sometimes that, and both must come up.</summary>
public sealed class SimulatedCrashTests
{
    private const int SectorSize = 512;
    private const int SeedCount = 200;

    [Fact]
    public void Synced_bytes_and_names_are_always_there()
    {
        var content = Pattern(5000, 1);
        AssertAll(
            Crashes(root =>
            {
                using var file = root.CreateFile(Name("file"), mode: 0);
                file.Write(content, offset: 0);
                file.Sync();
                root.Sync();
            }),
            disk => Assert.Equal(content, disk.ReadFile("/file")));
    }

    [Fact]
    public void Unsynced_sectors_are_new_or_old_each_by_itself()
    {
        var (old, updated) = (Pattern(8 * SectorSize, 1), Pattern(8 * SectorSize, 2));
        var seen = new HashSet<string>();
        AssertAll(
            Crashes(root =>
            {
                PutDurable(root, "file", old);
                using var file = root.OpenFileForWriting(Name("file"));
                file.Write(updated, offset: 0);
            }),
            disk =>
            {
                var found = disk.ReadFile("/file");
                Assert.Equal(old.Length, found.Length);
                var versions = Enumerable.Range(0, 8).Select(sector => VersionOf(found, old, updated, sector));
                seen.Add(string.Concat(versions));
            });
        Assert.Contains("oooooooo", seen);
        Assert.Contains("nnnnnnnn", seen);
        Assert.Contains(
            seen, versions => versions.Contains("on", StringComparison.Ordinal) && versions.Contains("no", StringComparison.Ordinal));
    }

    [Fact]
    public void An_overwritten_sector_may_have_been_written_back_in_between()
    {
        byte[][] versions = [Pattern(SectorSize, 1), Pattern(SectorSize, 2), Pattern(SectorSize, 3)];
        var seen = new HashSet<int>();
        for (ulong seed = 1; seed <= SeedCount; seed++)
        {
            var disk = new SimulatedDisk(seed);
            using var root = disk.OpenDirectory(FilePath.From("/"));
            PutDurable(root, "file", versions[0]);
            using var file = root.OpenFileForWriting(Name("file"));
            file.Write(versions[1], offset: 0);
            file.Write(versions[2], offset: 0);
            var found = disk.Crash(seed).ReadFile("/file");
            seen.Add(Array.FindIndex(versions, version => version.SequenceEqual(found)));
        }

        Assert.Equal([0, 1, 2], seen.Order());
    }

    [Fact]
    public void An_unsynced_length_is_old_new_or_between_and_the_rest_zeros()
    {
        var appended = Pattern(4 * SectorSize, 2);
        var lengths = new HashSet<int>();
        var hasZeros = false;
        AssertAll(
            Crashes(root =>
            {
                PutDurable(root, "file", Pattern(SectorSize, 1));
                using var file = root.OpenFileForWriting(Name("file"));
                file.Write(appended, SectorSize);
            }),
            disk =>
            {
                var found = disk.ReadFile("/file");
                lengths.Add(found.Length);
                Assert.Equal(Pattern(SectorSize, 1), found[..SectorSize]);
                foreach (var (index, value) in found[SectorSize..].Index())
                {
                    Assert.Contains(value, new[] { appended[index], (byte)0 });
                    hasZeros |= value == 0;
                }
            });
        Assert.Contains(SectorSize, lengths);
        Assert.Contains(5 * SectorSize, lengths);
        Assert.Contains(lengths, length => length is > SectorSize and < 5 * SectorSize && length % SectorSize != 0);
        Assert.True(hasZeros);
    }

    [Fact]
    public void Bytes_that_were_cut_off_durably_never_come_back()
    {
        AssertAll(
            Crashes(root =>
            {
                PutDurable(root, "file", Pattern(10_000, 1));
                using var file = root.OpenFileForWriting(Name("file"));
                file.SetLength(100);
                file.Sync();
                file.SetLength(10_000);
            }),
            disk => Assert.Equal(Pattern(10_000, 1)[..100], disk.ReadFile("/file").Where((value, index) => index < 100 || value != 0)));
    }

    [Fact]
    public void Sync_of_a_file_does_not_make_its_name_durable() => AssertBoth(
        Crashes(root =>
        {
            using var file = root.CreateFile(Name("file"), mode: 0);
            file.Sync();
        }),
        disk => disk.Contains("/file"));

    [Fact]
    public void Sync_of_a_directory_does_not_make_its_own_name_durable() => AssertBoth(
        Crashes(root =>
        {
            root.CreateDirectory(Name("directory"), mode: 0);
            using var directory = root.OpenDirectory(Name("directory"));
            PutDurable(directory, "file", []);
        }),
        disk => disk.Contains("/directory/file"));

    [Fact]
    public void Sync_of_a_directory_does_not_make_bytes_durable() => AssertBoth(
        Crashes(root =>
        {
            using var file = root.CreateFile(Name("file"), mode: 0);
            file.Write("content"u8, offset: 0);
            root.Sync();
        }),
        disk => disk.ReadFile("/file").AsSpan().SequenceEqual("content"u8));

    [Fact]
    public void Deletions_are_durable_only_after_a_sync()
    {
        AssertBoth(Crashes(root => Delete(root, isSynced: false)), disk => disk.Contains("/file"));
        AssertAll(Crashes(root => Delete(root, isSynced: true)), disk => Assert.False(disk.Contains("/file")));

        static void Delete(IDirectory root, bool isSynced)
        {
            PutDurable(root, "file", []);
            root.DeleteFile(Name("file"));
            if (isSynced)
            {
                root.Sync();
            }
        }
    }

    [Fact]
    public void Modes_are_old_or_new_until_their_directory_is_synced() => AssertBoth(
        Crashes(root =>
        {
            PutDurable(root, "file", []);
            root.SetMode(Name("file"), mode: 1);
        }),
        disk => disk.Snapshot("/")[0].Mode == 1);

    [Fact]
    public void A_rename_leaves_the_old_or_the_new_name() => AssertBoth(
        Crashes(root =>
        {
            PutDurable(root, "old", "content"u8);
            PutDurable(root, "new", "replaced"u8);
            root.Rename(Name("old"), root, Name("new"), replace: true);
        }),
        disk =>
        {
            var isDone = !disk.Contains("/old");
            Assert.Equal(isDone ? "content"u8.ToArray() : "replaced"u8.ToArray(), disk.ReadFile("/new"));
            return isDone;
        });

    [Fact]
    public void A_rename_into_a_new_directory_never_loses_the_file() => AssertBoth(
        Crashes(root =>
        {
            PutDurable(root, "old", "content"u8);
            root.CreateDirectory(Name("a"), mode: 0);
            using var outer = root.OpenDirectory(Name("a"));
            outer.CreateDirectory(Name("b"), mode: 0);
            using var inner = outer.OpenDirectory(Name("b"));
            root.Rename(Name("old"), inner, Name("new"), replace: false);
        }),
        disk =>
        {
            Assert.NotEqual(disk.Contains("/old"), disk.Contains("/a/b/new"));
            return disk.Contains("/old");
        });

    [Fact]
    public void A_rename_is_durable_when_the_directory_of_the_new_name_is_synced()
    {
        AssertAll(Crashes(root => Move(root, isTargetSynced: true)), disk =>
        {
            Assert.False(disk.Contains("/old"));
            Assert.True(disk.Contains("/below/new"));
        });
        AssertBoth(Crashes(root => Move(root, isTargetSynced: false)), disk => disk.Contains("/old"));

        static void Move(IDirectory root, bool isTargetSynced)
        {
            PutDurable(root, "old", []);
            root.CreateDirectory(Name("below"), mode: 0);
            using var below = root.OpenDirectory(Name("below"));
            root.Rename(Name("old"), below, Name("new"), replace: false);
            (isTargetSynced ? below : root).Sync();
        }
    }

    [Fact]
    public void A_directory_is_not_gone_before_what_was_moved_out_of_it() => AssertBoth(
        Crashes(root =>
        {
            root.CreateDirectory(Name("below"), mode: 0);
            using var below = root.OpenDirectory(Name("below"));
            PutDurable(below, "file", []);
            root.Sync();
            below.Rename(Name("file"), root, Name("file"), replace: false);
            root.DeleteDirectory(Name("below"));
        }),
        disk =>
        {
            Assert.NotEqual(disk.Contains("/file"), disk.Contains("/below/file"));
            return disk.Contains("/below");
        });

    [Fact]
    public void Changes_of_one_name_keep_their_order()
    {
        var seen = new HashSet<string>();
        AssertAll(
            Crashes(root =>
            {
                PutDurable(root, "name", "1"u8);
                PutDurable(root, "two", "2"u8);
                PutDurable(root, "three", "3"u8);
                root.Rename(Name("two"), root, Name("name"), replace: true);
                root.DeleteFile(Name("name"));
                root.Rename(Name("three"), root, Name("name"), replace: false);
            }),
            disk => seen.Add(string.Join(' ', disk.Snapshot("/").Select(entry => $"{entry.Path}={entry.Content[1..]}"))));
        Assert.Equal(["name=1 three=3 two=2", "name=2 three=3", "name=3", "three=3"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void After_a_failed_sync_a_later_success_means_nothing() => AssertBoth(
        Crashes(
            root =>
            {
                PutDurable(root, "file", Pattern(SectorSize, 1));
                using var file = root.OpenFileForWriting(Name("file"));
                file.Write(Pattern(SectorSize, 2), offset: 0);
                Assert.Equal(FileError.Io, Assert.Throws<FileException>(file.Sync).Error);
                file.Sync();
            },
            disk => disk.AddFault(SimulatedFault.FailedSync(number: 3))),
        disk => disk.ReadFile("/file").AsSpan().SequenceEqual(Pattern(SectorSize, 2)));

    [Fact]
    public void After_a_failed_sync_of_a_directory_a_later_success_means_nothing() => AssertBoth(
        Crashes(
            root =>
            {
                root.CreateDirectory(Name("new"), mode: 0);
                Assert.Equal(FileError.Io, Assert.Throws<FileException>(root.Sync).Error);
                root.Sync();
            },
            disk => disk.AddFault(SimulatedFault.FailedSync(number: 1))),
        disk => disk.Contains("/new"));

    [Fact]
    public void What_a_crash_left_is_durable()
    {
        AssertAll(
            Crashes(root =>
            {
                root.CreateDirectory(Name("directory"), mode: 0);
                using var file = root.CreateFile(Name("file"), mode: 0);
                file.Write(Pattern(5000, 1), offset: 0);
            }),
            disk => Assert.Equal(disk.Snapshot("/"), disk.Crash(seed: 9).Snapshot("/")));
    }

    [Fact]
    public void Sync_of_the_file_system_makes_everything_durable()
    {
        AssertAll(Crashes(Change), disk =>
        {
            Assert.False(disk.Contains("/old"));
            Assert.Equal("content"u8.ToArray(), disk.ReadFile("/a/b/new"));
            Assert.Equal(1, disk.Snapshot("/").Single(entry => entry.Path == "a/b/new").Mode);
        });

        static void Change(IDirectory root)
        {
            PutDurable(root, "old", []);
            root.DeleteFile(Name("old"));
            root.CreateDirectory(Name("a"), mode: 0);
            using var outer = root.OpenDirectory(Name("a"));
            outer.CreateDirectory(Name("b"), mode: 0);
            using var inner = outer.OpenDirectory(Name("b"));
            using var file = inner.CreateFile(Name("new"), mode: 0);
            file.Write("content"u8, offset: 0);
            file.SetMode(1);
            inner.SyncFileSystem();
        }
    }

    [Fact]
    public void After_a_failed_sync_of_the_file_system_a_later_success_means_nothing()
    {
        var lost = new HashSet<string>();
        AssertAll(
            Crashes(
                root =>
                {
                    PutDurable(root, "file", "old"u8);
                    root.CreateDirectory(Name("directory"), mode: 0);
                    using var file = root.OpenFileForWriting(Name("file"));
                    file.Write("new"u8, offset: 0);
                    Assert.Equal(FileError.Io, Assert.Throws<FileException>(root.SyncFileSystem).Error);
                    root.SyncFileSystem();
                },
                disk => disk.AddFault(SimulatedFault.FailedSync(number: 3))),
            disk => lost.UnionWith([disk.Contains("/directory") ? "" : "name", disk.ReadFile("/file")[0] == 'n' ? "" : "bytes"]));
        Assert.Equal(["", "bytes", "name"], lost.Order(StringComparer.Ordinal));
    }

    private static FileName Name(string text) => FileName.From(text);

    private static byte[] Pattern(int length, byte salt) =>
        [.. Enumerable.Range(0, length).Select(index => (byte)((index % 50) + (salt * 60)))];

    private static void PutDurable(IDirectory directory, string name, ReadOnlySpan<byte> content)
    {
        using var file = directory.CreateFile(Name(name), mode: 0);
        file.Write(content, offset: 0);
        file.Sync();
        directory.Sync();
    }

    private static char VersionOf(byte[] found, byte[] old, byte[] updated, int sector)
    {
        var range = (sector * SectorSize)..((sector + 1) * SectorSize);
        if (found[range].SequenceEqual(old[range]))
        {
            return 'o';
        }

        Assert.Equal(updated[range], found[range]);
        return 'n';
    }

    /// <summary>Does something on an empty disk, cuts the power and gives what is left, in many ways.</summary>
    private static IEnumerable<SimulatedDisk> Crashes(Action<IDirectory> body, Action<SimulatedDisk>? prepare = null)
    {
        for (ulong seed = 1; seed <= SeedCount; seed++)
        {
            var disk = new SimulatedDisk(seed);
            prepare?.Invoke(disk);
            using (var root = disk.OpenDirectory(FilePath.From("/")))
            {
                body(root);
            }

            disk.CutPower();
            yield return disk.Crash(seed);
        }
    }

    private static void AssertAll(IEnumerable<SimulatedDisk> crashes, Action<SimulatedDisk> check)
    {
        foreach (var disk in crashes)
        {
            check(disk);
        }
    }

    private static void AssertBoth(IEnumerable<SimulatedDisk> crashes, Func<SimulatedDisk, bool> check)
    {
        var counts = crashes.CountBy(check).ToDictionary();
        Assert.True(counts.GetValueOrDefault(true) > SeedCount / 20, $"{counts.GetValueOrDefault(true)} of {SeedCount}");
        Assert.True(counts.GetValueOrDefault(false) > SeedCount / 20, $"{counts.GetValueOrDefault(false)} of {SeedCount}");
    }
}
