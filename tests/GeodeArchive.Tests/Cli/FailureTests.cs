using GeodeArchive.Cli;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Cli;

/// <summary>Each way to fail has its exit code, its words, and leaves nothing behind that was not there.</summary>
public sealed class FailureTests
{
    private const string Create = "backup create --source /source --output /root/full-1";

    private readonly CommandBench _bench = new();

    [Theory]
    [InlineData("backup create --source /absent --output /root/full-1", "cannot open /absent")]
    [InlineData("backup create --source /source --output /root/incr-1 --type incremental", "cannot open /root")]
    [InlineData("backup create --source /source --output /root/incr-1 --type differential --base-backup full-0", "cannot open /root")]
    [InlineData("backup restore --input /root/full-1 --data-dir /target", "cannot open /root")]
    [InlineData("backup restore --input /source/full-1 --data-dir /target", "/source is not an archive root")]
    [InlineData("backup verify --input /source/full-1", "/source is not an archive root")]
    [InlineData("backup list /source", "/source is not an archive root")]
    [InlineData("backup list --chain /source/full-1", "/source is not an archive root")]
    [InlineData("backup list", "cannot open /var/lib/geode/backups")]
    public void Absent_source_or_root_is_not_found(string commandLine, string message) => Refused(commandLine, ExitCodes.NotFound, message);

    [Theory]
    [InlineData("backup restore --input /root/full-9 --data-dir /target")]
    [InlineData("backup verify --input /root/full-9")]
    [InlineData("backup list --chain /root/full-9")]
    [InlineData("backup create --source /source --output /root/incr-1 --type incremental --base-backup full-9")]
    public void Absent_backup_is_not_found(string commandLine)
    {
        _bench.Output(Create);
        var run = _bench.Run(commandLine);
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.StartsWith("geode-archive: there is no backup named full-9", run.Error, StringComparison.Ordinal);
        Assert.False(_bench.Disk.Contains("/target"));
        Assert.False(_bench.Disk.Contains("/root/incr-1"));
    }

    [Fact]
    public void Name_that_is_taken_exists()
    {
        _bench.Output(Create);
        Refused(Create, ExitCodes.Exists, "full-1 exists already in /root");
        _bench.Disk.PutFile("/root/notes", "not a backup"u8);
        Refused("backup create --source /source --output /root/notes", ExitCodes.Exists, "notes exists already in /root");
    }

    [Theory]
    [InlineData("/source")]
    [InlineData("/home")]
    [InlineData("/nested")]
    public void New_root_in_a_directory_that_holds_something_is_refused(string directory)
    {
        _bench.Disk.PutFile("/home/.profile", "hidden"u8);
        _bench.Disk.PutDirectory("/nested/empty");
        _bench.Disk.PutDirectory("/other");
        Refused(
            $"backup create --source /other --output {directory}/full-1",
            ExitCodes.Exists,
            $"{directory} is not an archive root, and not empty");
    }

    [Fact]
    public void New_root_is_made_in_an_empty_file_system()
    {
        _bench.Disk.PutDirectory("/mount/lost+found");
        _bench.Output("backup create --source /source --output /mount/full-1");
    }

    [Fact]
    public void Restore_into_a_directory_that_is_not_empty_is_refused()
    {
        _bench.Output(Create);
        _bench.Disk.PutFile("/target/.hidden", []);
        Refused("backup restore --input /root/full-1 --data-dir /target", ExitCodes.Exists, "/target is not empty");
    }

    [Fact]
    public void Unreadable_file_is_saved_around_and_said()
    {
        _bench.Disk.AddFault(SimulatedFault.Denied(path => path.EndsWith("/deep/c", StringComparison.Ordinal)));
        var run = _bench.Run(Create);
        Assert.Equal(ExitCodes.Incomplete, run.ExitCode);
        Assert.StartsWith("full-1: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("geode-archive: deep/c: cannot ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void More_problems_than_a_screen_are_counted()
    {
        for (var i = 0; i < 30; i++)
        {
            _bench.Disk.PutFile($"/source/secret/{i}", "x"u8);
        }

        _bench.Disk.AddFault(SimulatedFault.UnreadableFile(path => path.Contains("/secret/", StringComparison.Ordinal)));
        var run = _bench.Run(Create);
        Assert.Equal(ExitCodes.Incomplete, run.ExitCode);
        Assert.Equal(21, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith("geode-archive: ... and 10 more\n", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("  30 files incomplete\n", _bench.Output("backup list /root"), StringComparison.Ordinal);

        var restored = _bench.Run("backup restore --input /root/full-1 --data-dir /target");
        Assert.Equal(ExitCodes.Incomplete, restored.ExitCode);
        Assert.Contains("could not be read when it was backed up", restored.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Full_disk_fails_and_says_what_to_do()
    {
        _bench.Disk.AddFault(SimulatedFault.FullDisk(number: 10));
        var run = _bench.Run(Create);
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("no space left", run.Error, StringComparison.Ordinal);
        Assert.Contains("hint: free some space", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_segment_is_reported_with_file_and_offset()
    {
        _bench.Output(Create);
        var segment = Files("archive/segments/").MaxBy(file => _bench.Disk.ReadFile(file).Length)!;
        _bench.Disk.FlipBits(segment, offset: 4096 + 64 + 1000, mask: 1);
        var key = segment["/root/".Length..];

        var verified = _bench.Run("backup verify --input /root/full-1 --check-checksums");
        Assert.Equal(ExitCodes.Damaged, verified.ExitCode);
        Assert.StartsWith($"{key}: bad-checksum at offset 4096: ", verified.Output, StringComparison.Ordinal);
        Assert.Contains("\nfull-1: DAMAGED in 1 place; ", verified.Output, StringComparison.Ordinal);

        var restored = _bench.Run("backup restore --input /root/full-1 --data-dir /target");
        Assert.Equal(ExitCodes.Damaged, restored.ExitCode);
        Assert.StartsWith($"geode-archive: {key}: bad-checksum at offset 4096: ", restored.Error, StringComparison.Ordinal);
        Assert.Contains("; needed by ", restored.Error, StringComparison.Ordinal);

        // With the tree, the same damage says what it takes away; it is still one.
        var named = _bench.Run("backup verify --input /root/full-1");
        Assert.StartsWith($"{key}: bad-checksum at offset 4096: ", named.Output, StringComparison.Ordinal);
        Assert.Contains("; needed by ", named.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("\nfull-1: DAMAGED in 1 place; ", named.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("archive/segments/")]
    [InlineData("archive/index/")]
    public void File_that_the_medium_does_not_give_back_is_damage_and_the_rest_is_checked(string prefix)
    {
        _bench.Output(Create);
        _bench.Disk.PutFile("/source/new", "new"u8);
        _bench.Output("backup create --source /source --output /root/incr-1 --type incremental");
        var files = Files(prefix).ToArray();
        Assert.True(files.Length > 1, "one file only");
        _bench.Disk.AddFault(SimulatedFault.UnreadableFile(path => path == files[0]));
        _bench.Disk.FlipBits(files[^1], offset: 4096 + 70, mask: 1);

        var run = _bench.Run("backup verify --input /root/incr-1");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains($"{files[0]["/root/".Length..]}: bad-reference at offset ", run.Output, StringComparison.Ordinal);
        Assert.Contains("input/output error", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{files[^1]["/root/".Length..]}: bad-", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FileError.Denied)]
    [InlineData(FileError.Io)]
    public void Root_that_cannot_be_read_any_more_is_a_failure_and_no_damage(FileError error)
    {
        _bench.Output(Create);
        var isGone = false;
        var segments = Files("archive/segments/").ToHashSet();
        _bench.Disk.AddFault(new SimulatedFault(FaultKind.Error)
        {
            Error = error,
            On = DiskOperations.Open | DiskOperations.Read,
            Count = long.MaxValue,

            // From the first look at a segment on.
            Path = path => isGone |= segments.Contains(path),
        });
        var run = _bench.Run("backup verify --input /root/full-1");
        Assert.True(isGone);
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("archive/repository")]
    [InlineData("archive/manifest/00000000000000000002")]
    public void Damage_before_the_backup_is_found_is_damage_too(string key)
    {
        _bench.Output(Create);
        _bench.Disk.FlipBits($"/root/{key}", offset: 300, mask: 4);
        foreach (var commandLine in new[] { "backup list /root", "backup restore --input /root/full-1 --data-dir /target", Create + "b" })
        {
            var run = _bench.Run(commandLine);
            Assert.Equal(ExitCodes.Damaged, run.ExitCode);
            Assert.StartsWith($"geode-archive: {key}: bad-checksum at offset 0: ", run.Error, StringComparison.Ordinal);
        }

        var verified = _bench.Run("backup verify --input /root/full-1");
        Assert.Equal(ExitCodes.Damaged, verified.ExitCode);
        Assert.StartsWith($"{key}: bad-checksum at offset 0: ", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_segment_is_reported_once_however_many_files_need_it()
    {
        for (var i = 0; i < 150; i++)
        {
            _bench.Disk.PutFile($"/source/many/{i}", BitConverter.GetBytes(i));
        }

        _bench.Output(Create);
        var segment = Files("archive/segments/").MaxBy(file => _bench.Disk.ReadFile(file).Length)!;
        using (var directory = _bench.Disk.OpenDirectory(FilePath.From(segment).Parent))
        {
            directory.DeleteFile(FilePath.From(segment).Name!.Value);
        }

        var run = _bench.Run("backup verify --input /root/full-1");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            $"{segment["/root/".Length..]}: bad-reference at offset 0: the file is missing; needed by a, deep/c, deep/er/b and 153 more (file)", lines[0]);
        Assert.StartsWith("full-1: DAMAGED in 1 place; ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_backup_file_is_found_by_verify()
    {
        _bench.Output(Create);
        _bench.Disk.FlipBits("/root/full-1", offset: 10, mask: 1);
        var run = _bench.Run("backup verify --input /root/full-1 --check-consistency");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.StartsWith("full-1: bad-checksum at offset 0: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_that_nobody_expected_is_called_a_bug_and_traced_on_demand()
    {
        var command = new System.CommandLine.Command("geode-archive");
        foreach (var isTraced in new[] { false, true })
        {
            var console = new RecordingConsole(RecordingConsole.Piped with { ShowsStackTraces = isTraced });
            var failure = new InvalidOperationException("no rule for this");
            GeodeArchive.Cli.Rendering.FailureText.Write(console, failure, command);
            Assert.Equal(ExitCodes.Failed, ExitCodes.Of(failure));
            var error = console.Error.ToString()!;
            Assert.StartsWith(
                "geode-archive: InvalidOperationException: no rule for this (this is a bug)\nhint: ", error, StringComparison.Ordinal);
            Assert.Equal(isTraced ? 3 : 2, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }
    }

    private void Refused(string commandLine, int exitCode, string message)
    {
        var before = _bench.Everything();
        var run = _bench.Run(commandLine);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith($"geode-archive: {message}", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Everything());
    }

    private IEnumerable<string> Files(string prefix) => _bench.Disk.Snapshot("/root")
        .Where(entry => entry.Kind == FileKind.Regular && entry.Path.StartsWith(prefix, StringComparison.Ordinal))
        .Select(entry => "/root/" + entry.Path);
}
