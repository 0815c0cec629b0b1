using System.Text;
using GeodeArchive.Backup.Filtering;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Backup;

/// <summary>What a backup and a restore leave out.</summary>
public sealed class ExclusionTests
{
    [Fact]
    public void What_is_excluded_is_not_touched_and_comes_back_when_patterns_change()
    {
        var disk = new SimulatedDisk(1);
        SampleTree.Put(disk, 1);
        SimulatedMachine.Run(1, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            disk.AddFault(SimulatedFault.Denied(path => path.StartsWith("/source/deep/er", StringComparison.Ordinal) || path == "/source/zeros"));
            var full = program.Backup("/source", "full", configure: options => options with { Excluded = Patterns("er/", "/zeros") });
            Assert.Equal(0, full.Problems.Count);
            program.Restore("full", "/first");
            Assert.Equal(
                ["a", "deep", "deep/c", "empty", "large", "large.copy", "nothing"], disk.Snapshot("/first").Select(entry => entry.Path));

            disk.ClearFaults();
            machine.Clock.Advance(TimeSpan.FromMinutes(1));
            program.Backup(
                "/source", "incr", BackupType.Incremental, configure: options => options with { Excluded = Patterns("/deep/c", "large*") });
            program.Restore("incr", "/second");
            Assert.Equal(
                ["a", "deep", "deep/er", "deep/er/b", "empty", "nothing", "zeros"], disk.Snapshot("/second").Select(entry => entry.Path));
        });
    }

    [Fact]
    public void Directories_marked_as_caches_keep_nothing_but_the_mark()
    {
        var disk = new SimulatedDisk(1);
        var mark = "Signature: 8a477f597d28d172789f06886806bc55\n# made by somebody\n"u8;
        disk.PutFile("/source/CACHEDIR.TAG", mark);
        disk.PutFile("/source/cache/CACHEDIR.TAG", mark);
        disk.PutFile("/source/cache/large", new byte[100]);
        disk.PutFile("/source/cache/below/more", new byte[100]);
        disk.PutFile("/source/no-cache/CACHEDIR.TAG", "Signature: something else, which is long enough"u8);
        disk.PutFile("/source/no-cache/file", "x"u8);
        SimulatedMachine.Run(1, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Backup("/source", "full", configure: options => options with { SkipsCaches = true });
            program.Restore("full", "/target");
            Assert.Equal(
                ["CACHEDIR.TAG", "cache", "cache/CACHEDIR.TAG", "no-cache", "no-cache/CACHEDIR.TAG", "no-cache/file"],
                disk.Snapshot("/target").Select(entry => entry.Path));
        });
    }

    [Fact]
    public void Other_file_systems_become_empty_directories_and_are_named()
    {
        var disk = new SimulatedDisk(1);
        SampleTree.Put(disk, 1);
        SimulatedMachine.Run(1, disk, machine =>
        {
            var odd = OddFileSystem.On(machine.Machine, below => new OddFileSystem(below) { IsMountPoint = path => path == "/source/deep" });
            var program = new ArchiveProgram(odd);
            var result = program.Backup("/source", "full", configure: options => options with { StaysOnFileSystem = true });
            Assert.Contains("deep is another file system", Assert.Single(result.Notes), StringComparison.Ordinal);
            program.Restore("full", "/target");
            Assert.Equal(
                ["a", "deep", "empty", "large", "large.copy", "nothing", "zeros"], disk.Snapshot("/target").Select(entry => entry.Path));
        });
    }

    [Fact]
    public void A_restore_takes_what_is_included_and_what_leads_there()
    {
        var disk = new SimulatedDisk(1);
        SampleTree.Put(disk, 1);
        disk.PutFile("/source/other/b", "x"u8);
        SimulatedMachine.Run(1, disk, machine =>
        {
            var program = new ArchiveProgram(machine.Machine);
            program.Backup("/source", "full");
            program.Restore("full", "/one", options => options with { Included = Patterns("/deep/er", "nothing") });
            Assert.Equal(["deep", "deep/er", "deep/er/b", "nothing"], disk.Snapshot("/one").Select(entry => entry.Path));
            program.Restore("full", "/two", options => options with { Included = Patterns("b"), Excluded = Patterns("other") });
            Assert.Equal(["deep", "deep/er", "deep/er/b"], disk.Snapshot("/two").Select(entry => entry.Path));
            Assert.Equal(
                disk.Snapshot("/source").Where(entry => entry.Path.StartsWith("deep", StringComparison.Ordinal) && entry.Path != "deep/c"),
                disk.Snapshot("/two"));
            var error = Assert.Throws<RepositoryException>(
                () => program.Restore("full", "/three", options => options with { Included = Patterns("/deep", "/absent/*") }));
            Assert.Equal(RepositoryError.NotFound, error.Error);
            Assert.Contains("/absent/*", error.Message, StringComparison.Ordinal);
            Assert.False(disk.Contains("/three"));
        });
    }

    internal static IReadOnlyList<PathPattern> Patterns(params string[] texts) => [.. texts.Select(text =>
    {
        Assert.True(PathPattern.TryParse(Encoding.UTF8.GetBytes(text), out var pattern, out var reason), reason);
        return pattern!;
    })];
}
