using GeodeArchive.Backup.Restoring;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup.Restoring;

/// <summary>Restores into directories that hold something: what differs is written, what was deleted is removed, what is unknown stays.</summary>
public sealed class UpdateTests
{
    [Fact]
    public void Each_backup_of_a_chain_is_applied_in_order_as_the_manual_says()
    {
        foreach (var seed in SimulationSeeds.Sweep(5))
        {
            var disk = Chain(seed);
            SimulatedMachine.Run(seed, disk, machine =>
            {
                var program = new ArchiveProgram(machine.Machine);
                program.Restore("full", "/target");
                AssertSame(disk, "/kept-full", "/target");
                var first = program.Restore("incr-1", "/target", Update);
                Assert.Equal(0, first.Problems.Count);
                AssertSame(disk, "/kept-incr-1", "/target");
                Assert.True(first.RemovedCount > 0 && first.KeptCount > 0);
                program.Restore("incr-2", "/target", Update);
                AssertSame(disk, "/kept-incr-2", "/target");

                // Nothing is left to do.
                var mutations = disk.MutationCount;
                program.Preview("incr-2", "/target", (action, path) => Assert.True(action == RestoreAction.Keep, $"{action} {path}"), Update);
                var again = program.Restore("incr-2", "/target", Update);
                Assert.Equal(again.EntryCount, again.KeptCount);
                Assert.Equal((0, 0), (again.RemovedCount, again.ByteCount));
                AssertSame(disk, "/kept-incr-2", "/target");

                // And back, over what the full does not know.
                Assert.Throws<RepositoryException>(() => program.Restore("full", "/target", Update));
                AssertSame(disk, "/kept-incr-2", "/target");
                program.Restore("full", "/target", options => Update(options) with { RemovesExtra = true });
                AssertSame(disk, "/kept-full", "/target");
            });
        }
    }

    [Fact]
    public void Unknown_files_are_refused_before_anything_is_written()
    {
        var disk = Chain(1);
        SimulatedMachine.Run(1, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Restore("full", "/target");
            disk.PutFile("/target/deep/er/mine", "x"u8);
            disk.PutFile("/target/deep/mine-too", "x"u8);
            var before = disk.Snapshot("/target");
            var error = Assert.Throws<RepositoryException>(() => program.Restore("incr-1", "/target", Update));
            Assert.Equal(RepositoryError.Exists, error.Error);
            Assert.Contains("deep/er/mine", error.Message, StringComparison.Ordinal);
            Assert.Contains("deep/mine-too", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, disk.Snapshot("/target"));

            program.Restore("incr-1", "/target", options => Update(options) with { Excluded = ExclusionTests.Patterns("mine*") });
            Assert.True(disk.Contains("/target/deep/er/mine"));
            program.Restore("incr-1", "/target", options => Update(options) with { RemovesExtra = true });
            AssertSame(disk, "/kept-incr-1", "/target");
        });
    }

    [Fact]
    public void A_dry_run_tells_what_the_restore_does_and_writes_nothing()
    {
        var disk = Chain(2);
        SimulatedMachine.Run(2, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Restore("full", "/target");
            var told = new List<(RestoreAction Action, string Path)>();
            var mutations = disk.MutationCount;
            var preview = program.Preview("incr-1", "/target", (action, path) => told.Add((action, path)), Update);
            Assert.Equal(mutations, disk.MutationCount);
            Assert.Equal(preview.WriteCount, told.Count(one => one.Action == RestoreAction.Write));
            Assert.Equal(preview.RemoveCount, told.Count(one => one.Action == RestoreAction.Remove));
            Assert.Equal(preview.KeepCount, told.Count(one => one.Action == RestoreAction.Keep));
            Assert.Contains((RestoreAction.Remove, "a"), told);
            Assert.Contains((RestoreAction.Write, "deep/c"), told);
            Assert.Contains((RestoreAction.Write, "large"), told);
            Assert.Contains((RestoreAction.Keep, "large.copy"), told);
            var result = program.Restore("incr-1", "/target", Update);
            Assert.Equal(preview.RemoveCount, result.RemovedCount);

            told.Clear();
            program.Preview("full", "/absent", (action, path) => told.Add((action, path)));
            Assert.All(told, one => Assert.Equal(RestoreAction.Write, one.Action));
            Assert.False(disk.Contains("/absent"));
        });
    }

    [Fact]
    public void Interrupted_anywhere_each_file_is_the_old_or_the_new_one_and_the_next_run_ends_it()
    {
        var prepared = Chain(3);
        SimulatedMachine.Run(3, prepared, machine =>
        {
            new ArchiveProgram(machine.Machine).Restore("full", "/target");
            using var target = machine.Machine.Files.OpenDirectory(FilePath.From("/target"));
            target.SyncFileSystem();
        });
        var (old, wanted) = (Contents(prepared, "/kept-full"), Contents(prepared, "/kept-incr-1"));
        for (var mutation = 1L; ; mutation += 3)
        {
            var disk = prepared.Clone((ulong)mutation);
            disk.CutPowerAtMutation(mutation);
            var run = SimulatedMachine.Run((ulong)mutation, disk, machine => new ArchiveProgram(machine.Machine).Restore("incr-1", "/target", Update));
            if (!run.Crashed)
            {
                Assert.True(mutation > 30);
                return;
            }

            var after = disk.Crash((ulong)mutation);
            foreach (var (path, content) in Contents(after, "/target"))
            {
                var isTemporary = path.Split('/')[^1].StartsWith(".geode-restore-", StringComparison.Ordinal);
                Assert.True(
                    isTemporary || content == old.GetValueOrDefault(path) || content == wanted.GetValueOrDefault(path) || !old.ContainsKey(path),
                    $"{path} after a cut at change {mutation}");
            }

            SimulatedMachine.Run((ulong)mutation, after, machine =>
            {
                new ArchiveProgram(machine.Machine).Restore("incr-1", "/target", Update);
                AssertSame(after, "/kept-incr-1", "/target");
            });
        }
    }

    [Fact]
    public void Nothing_is_written_through_links_and_other_names()
    {
        var disk = Chain(4);
        disk.PutFile("/outside/victim", "precious"u8);
        disk.PutFile("/outside/below/victim", "precious"u8);
        SimulatedMachine.Run(4, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Restore("full", "/target");
            using (var target = disk.OpenDirectory(FilePath.From("/target")))
            using (var outside = disk.OpenDirectory(FilePath.From("/outside")))
            using (var deep = target.OpenDirectory(FileName.From("deep")))
            {
                target.DeleteFile(FileName.From("zeros"));
                target.CreateSymbolicLink(FileName.From("zeros"), "/outside/victim"u8);
                deep.DeleteFile(FileName.From("c"));
                outside.CreateHardLink(FileName.From("victim"), deep, FileName.From("c"));
                target.DeleteDirectory(FileName.From("empty"));
                target.CreateSymbolicLink(FileName.From("empty"), "/outside/below"u8);
            }

            program.Restore("incr-1", "/target", options => Update(options) with { RemovesExtra = true });
            AssertSame(disk, "/kept-incr-1", "/target");
            Assert.Equal("precious"u8.ToArray(), disk.ReadFile("/outside/victim"));
            Assert.Equal("precious"u8.ToArray(), disk.ReadFile("/outside/below/victim"));
        });
    }

    private static RestoreOptions Update(RestoreOptions options) => options with { IsUpdate = true };

    /// <summary>A disk with a full and two incrementals, and what each of them has.</summary>
    private static SimulatedDisk Chain(ulong seed)
    {
        var disk = new SimulatedDisk(seed);
        WholeTreeTests.Put(disk);
        SimulatedMachine.Run(seed, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Backup("/source", "full");
            program.Restore("full", "/kept-full");
            machine.Clock.Advance(TimeSpan.FromMinutes(1));
            Change(disk);
            program.Backup("/source", "incr-1", BackupType.Incremental);
            program.Restore("incr-1", "/kept-incr-1");
            machine.Clock.Advance(TimeSpan.FromMinutes(1));
            ChangeMore(disk);
            program.Backup("/source", "incr-2", BackupType.Incremental);
            program.Restore("incr-2", "/kept-incr-2");
        });
        return disk;
    }

    private static void Change(SimulatedDisk disk)
    {
        SampleTree.Change(disk, 9);
        using var source = disk.OpenDirectory(FilePath.From("/source"));
        using var special = source.OpenDirectory(Name("special"));
        using var deep = source.OpenDirectory(Name("deep"));
        source.DeleteFile(Name("a"));
        special.DeleteFile(Name("socket"));
        special.DeleteFile(Name("block"));
        special.CreateSpecialFile(Name("block"), FileKind.BlockDevice, 0x180, 77);
        special.DeleteFile(Name("large again"));
        deep.CreateHardLink(Name("c"), special, Name("large again"));
        source.DeleteFile(Name("dangling"));
        source.CreateSymbolicLink(Name("dangling"), "elsewhere"u8);
        source.DeleteFile(Name("nothing"));
        source.CreateDirectory(Name("nothing"), 0x1ED);
        using var nothing = source.OpenDirectory(Name("nothing"));
        nothing.CreateFile(Name("now something"), 0x1A4).Dispose();
        source.SetMode(Name("zeros"), 0x100);
        source.RemoveAttribute(Name("large"), "user.b"u8);
        using var sparse = source.OpenFileForWriting(Name("sparse"));
        sparse.Write("in the hole"u8, 12 * 4096);
        sparse.SetLength(60 * 4096);
    }

    private static void ChangeMore(SimulatedDisk disk)
    {
        using var source = disk.OpenDirectory(FilePath.From("/source"));
        using var nothing = source.OpenDirectory(Name("nothing"));
        nothing.DeleteFile(Name("now something"));
        source.DeleteDirectory(Name("nothing"));
        source.CreateSymbolicLink(Name("nothing"), "large"u8);
        source.DeleteDirectory(Name("empty"));
        source.DeleteFile(Name("large.copy"));
        source.CreateHardLink(Name("large"), source, Name("large.copy"));
        disk.PutFile("/source/deep/er/b", "other"u8);
        disk.PutFile("/source/later/d", "x"u8);
    }

    private static Dictionary<string, string> Contents(SimulatedDisk disk, string path) => disk.Snapshot(path)
        .Where(entry => entry.Kind == FileKind.Regular)
        .ToDictionary(entry => entry.Path, entry => entry.Content);

    private static void AssertSame(SimulatedDisk disk, string expected, string target)
    {
        var (left, right) = (disk.Snapshot(expected), disk.Snapshot(target));
        Assert.Equal(left.Select(entry => entry.Path), right.Select(entry => entry.Path));
        Assert.All(left.Zip(right), pair => Assert.Equal(pair.First, pair.Second));
    }

    private static FileName Name(string text) => FileName.From(text);
}
