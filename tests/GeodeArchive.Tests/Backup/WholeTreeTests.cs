using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup;

/// <summary>All that a Linux tree holds comes back: several names, holes, attributes, what is neither file nor directory.</summary>
public sealed class WholeTreeTests
{
    private const int Page = 4096;

    [Fact]
    public void All_kinds_of_entries_come_back_as_they_were()
    {
        foreach (var seed in SimulationSeeds.Sweep(10))
        {
            var disk = new SimulatedDisk(seed);
            Put(disk);
            SimulatedMachine.Run(seed, disk, machine =>
            {
                var program = new ArchiveProgram(machine.Machine);
                Assert.Equal(0, program.Backup("/source", "full").Problems.Count);
                Assert.Empty(program.Verify("full").Damages);
                Assert.Equal(0, program.Restore("full", "/target").Problems.Count);
                AssertSame(disk, "/target");
                Assert.Equal(AttributesOf(disk, "/source"), AttributesOf(disk, "/target"));

                // Nothing has changed, and nothing is read again but what is too new to tell.
                machine.Clock.Advance(TimeSpan.FromMinutes(1));
                program.Backup("/source", "second");
                machine.Clock.Advance(TimeSpan.FromMinutes(1));
                var third = program.Backup("/source", "third", BackupType.Incremental);
                Assert.Equal(0, third.Backup.ReadSize);
                program.Restore("third", "/again");
                AssertSame(disk, "/again");
            });
        }
    }

    [Fact]
    public void A_file_with_several_names_is_read_once_and_names_outside_do_not_matter()
    {
        var disk = new SimulatedDisk(1);
        disk.PutFile("/source/first", new byte[100_000]);
        disk.PutFile("/outside/other", "x"u8);
        using (var source = disk.OpenDirectory(FilePath.From("/source")))
        using (var outside = disk.OpenDirectory(FilePath.From("/outside")))
        {
            source.CreateHardLink(Name("first"), source, Name("second"));
            source.CreateHardLink(Name("first"), outside, Name("third"));
            outside.CreateHardLink(Name("other"), source, Name("lone"));
        }

        SimulatedMachine.Run(1, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            Assert.Equal(100_001, program.Backup("/source", "full").Backup.ReadSize);
            program.Restore("full", "/target");
            Assert.Equal(["first", "lone", "first"], disk.Snapshot("/target").Select(entry => entry.FirstName));
            using var target = disk.OpenDirectory(FilePath.From("/target"));
            Assert.Equal(2, target.GetMetadata(Name("first")).LinkCount);
            Assert.Equal(1, target.GetMetadata(Name("lone")).LinkCount);
        });
    }

    [Fact]
    public void Names_of_a_file_that_was_written_to_in_between_do_not_become_one_file()
    {
        var disk = new SimulatedDisk(1);
        disk.PutFile("/source/a", "before"u8);
        using (var source = disk.OpenDirectory(FilePath.From("/source")))
        {
            source.CreateHardLink(Name("a"), source, Name("b"));
        }

        SimulatedMachine.Run(1, disk, machine =>
        {
            var isWritten = false;
            var odd = OddFileSystem.On(machine.Machine, below => new OddFileSystem(below)
            {
                BeforeMetadata = path =>
                {
                    if (path == "/source/b" && !isWritten)
                    {
                        isWritten = true;
                        using var source = machine.Machine.Files.OpenDirectory(FilePath.From("/source"));
                        using var file = source.OpenFileForWriting(Name("b"));
                        file.Write("behind"u8, offset: 0);
                    }
                },
            });
            var program = new ArchiveProgram(odd);
            program.Backup("/source", "full");
            program.Restore("full", "/target");
            var entries = disk.Snapshot("/target");
            Assert.Equal("b", entries[1].FirstName);
            Assert.Equal("behind"u8.ToArray(), disk.ReadFile("/target/b"));
        });
    }

    [Fact]
    public void Devices_that_may_not_be_made_are_named_and_the_rest_is_restored()
    {
        var disk = new SimulatedDisk(1);
        Put(disk);
        SimulatedMachine.Run(1, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Backup("/source", "full");
            disk.AddFault(SimulatedFault.Denied(path => path.StartsWith("/target/special/block", StringComparison.Ordinal)));
            var problem = Assert.Single(program.Restore("full", "/target").Problems.Kept);
            Assert.Equal("special/block", problem.Path);
            Assert.Equal(
                disk.Snapshot("/source").Where(entry => entry.Path != "special/block").Select(entry => entry.Path),
                disk.Snapshot("/target").Select(entry => entry.Path));
        });
    }

    internal static void Put(SimulatedDisk disk)
    {
        SampleTree.Put(disk, 1);
        disk.PutDirectory("/source/special");
        using var source = disk.OpenDirectory(FilePath.From("/source"));
        using var special = source.OpenDirectory(Name("special"));
        special.CreateSpecialFile(Name("fifo"), FileKind.Fifo, 0x1A4, 0);
        special.CreateSpecialFile(Name("socket"), FileKind.Socket, 0x1ED, 0);
        special.CreateSpecialFile(Name("block"), FileKind.BlockDevice, 0x180, (8ul << 32) | 300_000);
        special.CreateSpecialFile(Name("character"), FileKind.CharacterDevice, 0x1B6, (5_000ul << 32) | 3);
        special.CreateHardLink(Name("fifo"), source, Name("fifo again"));
        source.CreateSymbolicLink(Name("dangling"), "/absent"u8);
        source.CreateHardLink(Name("dangling"), special, Name("dangling again"));
        source.CreateHardLink(Name("large"), special, Name("large again"));
        source.CreateHardLink(Name("nothing"), special, Name("nothing again"));
        PutSparse(source);
        PutAttributes(source);
        foreach (var (name, seconds) in new[] { ("a", -2_000_000_000L), ("large", 5_000_000_000L), ("dangling", -1L), ("fifo again", 7L) })
        {
            source.SetModifiedTime(Name(name), new FileTime(seconds, 999_999_999));
        }

        special.SetModifiedTime(new FileTime(1, 2));
        source.SetModifiedTime(new FileTime(3, 4));
    }

    private static void PutSparse(IDirectory source)
    {
        // Holes before, between and behind, one file large enough to be written past the page cache.
        using var small = source.CreateFile(Name("sparse"), 0x1A4);
        small.Write("x"u8, 3 * Page);
        small.Write("y"u8, (7 * Page) + 5);
        small.SetLength((20 * Page) + 7);
        using var large = source.CreateFile(Name("sparse large"), 0x1A4);
        large.Write(new byte[5 * Page], 100 * Page);
        large.Write("z"u8, 2_000_000);
        large.SetLength(3_000_000);
        using var empty = source.CreateFile(Name("hole"), 0x1A4);
        empty.SetLength(1_234_567);
    }

    private static void PutAttributes(IDirectory source)
    {
        foreach (var name in new[] { "a", "nothing", "large", "dangling", "special", "fifo again", "empty" })
        {
            source.SetAttribute(Name(name), new ExtendedAttribute("user.b"u8.ToArray(), "value"u8.ToArray()));
            source.SetAttribute(Name(name), new ExtendedAttribute("trusted.a"u8.ToArray(), []));
        }

        source.SetAttribute(Name("a"), new ExtendedAttribute("security.capability"u8.ToArray(), [1, 2, 3]));
        source.SetAttribute(Name("deep"), new ExtendedAttribute("system.posix_acl_default"u8.ToArray(), new byte[65_536]));
        source.SetAttribute(new ExtendedAttribute("user.of-the-source"u8.ToArray(), [0]));
    }

    private static IEnumerable<string> AttributesOf(SimulatedDisk disk, string path)
    {
        using var directory = disk.OpenDirectory(FilePath.From(path));
        return [.. directory.ReadAttributes().Select(attribute => ByteText.Show(attribute.Name))];
    }

    private static void AssertSame(SimulatedDisk disk, string target)
    {
        var (expected, actual) = (disk.Snapshot("/source"), disk.Snapshot(target));
        Assert.Equal(expected.Select(entry => entry.Path), actual.Select(entry => entry.Path));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second));
    }

    private static FileName Name(string text) => FileName.From(text);
}
