using GeodeArchive.Cli;
using GeodeArchive.Io.Files;
using GeodeArchive.Tests.Backup;

namespace GeodeArchive.Tests.Cli;

/// <summary>Whole runs of <c>backup delete</c>, <c>cleanup</c>, <c>hold</c> and <c>repository collect</c>.</summary>
public sealed class RetentionCommandTests
{
    private readonly CommandBench _bench = new();

    [Fact]
    public void Deleted_backup_is_gone_its_space_comes_back_and_the_others_restore()
    {
        Create("full-1");
        SampleTree.Change(_bench.Disk, 7);
        Create("full-2");
        var before = SegmentsOnDisk();
        Assert.Equal("full-1: deleted\n", _bench.Output("backup delete /root/full-1"));
        Assert.False(_bench.Disk.Contains("/root/full-1"));
        Assert.DoesNotContain("full-1", _bench.Output("backup list /root"), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotFound, _bench.Run("backup restore --input /root/full-1 --data-dir /gone").ExitCode);
        _bench.Output("repository collect /root");
        Assert.Contains("full-2: intact", _bench.Output("backup verify --input /root/full-2"), StringComparison.Ordinal);
        _bench.Output("backup restore --input /root/full-2 --data-dir /restored");
        Assert.Equal(_bench.Disk.Snapshot(SampleTree.Path), _bench.Disk.Snapshot("/restored"));
        _bench.Output("backup delete /root/full-2");
        Assert.Contains(" freed, ", _bench.Output("repository collect /root"), StringComparison.Ordinal);
        Assert.True(before > 0);
        Assert.Equal(0, SegmentsOnDisk());
    }

    [Fact]
    public void Deleting_several_deletes_all_or_none()
    {
        Create("full-1");
        Create("full-2");
        Assert.Equal(ExitCodes.NotFound, _bench.Run("backup delete /root/full-1 /root/full-9").ExitCode);
        Assert.Contains("full-1", _bench.Output("backup list /root"), StringComparison.Ordinal);
        var everything = _bench.Everything();
        Assert.Equal("full-1: would be deleted\nfull-2: would be deleted\n", _bench.Output("backup delete /root/full-1 /root/full-2 --dry-run"));
        Assert.Equal(everything, _bench.Everything());
        _bench.Output("backup delete /root/full-1 /root/full-2");
        Assert.Equal("No backups in /root\n", _bench.Output("backup list /root"));
    }

    [Fact]
    public void Held_backup_is_neither_deleted_nor_cleaned_up_until_it_is_released()
    {
        Create("full-1");
        Create("full-2");
        Assert.Equal("full-1: held by ada@host\n", _bench.Output("backup hold /root/full-1 --reason audit"));
        var refused = _bench.Run("backup delete /root/full-2 /root/full-1");
        Assert.Equal(ExitCodes.Failed, refused.ExitCode);
        Assert.Contains("full-1 is held by ada@host: audit; nothing was deleted", refused.Error, StringComparison.Ordinal);
        Assert.Contains("  ok, held: audit\n", _bench.Output("backup list /root"), StringComparison.Ordinal);
        Assert.Contains("\"reason\": \"audit\"", _bench.Output("backup list /root --json"), StringComparison.Ordinal);
        Assert.Contains(
            "full-1  kept: held by ada@host: audit\n",
            _bench.Output("backup cleanup /root --older-than 0m --keep-min 0"),
            StringComparison.Ordinal);
        Assert.Contains("full-1", _bench.Output("backup list /root"), StringComparison.Ordinal);
        Assert.DoesNotContain("full-2", _bench.Output("backup list /root"), StringComparison.Ordinal);
        _bench.Output("backup hold /root/full-1 --release");
        Assert.Equal(ExitCodes.NotFound, _bench.Run("backup hold /root/full-1 --release").ExitCode);
        _bench.Output("backup delete /root/full-1");
    }

    [Fact]
    public void Cleanup_says_of_each_backup_why_and_a_dry_run_writes_nothing()
    {
        Create("full-1");
        Create("incr-1", "--type incremental");
        Create("full-2");
        var everything = _bench.Everything();
        var preview = _bench.Output("backup cleanup /root --older-than 0m --keep-min 1 --dry-run");
        Assert.Contains("full-1  would be removed: older than ", preview, StringComparison.Ordinal);
        Assert.Contains("incr-1  would be removed: older than ", preview, StringComparison.Ordinal);
        Assert.Contains("full-2  kept: one of the 1 newest fulls (--keep-min)\n2 backups would be removed, 1 kept\n", preview, StringComparison.Ordinal);
        Assert.Equal(everything, _bench.Everything());
        Assert.Contains("2 backups removed, 1 kept\n", _bench.Output("backup cleanup /root --older-than 0m --keep-min 1"), StringComparison.Ordinal);
        Assert.Contains("0 backups removed, 1 kept\n", _bench.Output("backup cleanup /root --older-than 30d --keep-min 4"), StringComparison.Ordinal);
        _bench.Output("backup verify --input /root/full-2");
    }

    [Theory]
    [InlineData("backup cleanup /root", "name what may be removed")]
    [InlineData("backup cleanup /root --keep-min 4", "name what may be removed")]
    [InlineData("backup cleanup /root --older-than 30", "'30' is not an age")]
    [InlineData("backup cleanup /root --older-than d", "'d' is not an age")]
    [InlineData("backup cleanup /root --older-than 99999w", "'99999w' is not an age")]
    [InlineData("backup cleanup /root --keep-daily x", "'x' is not a number from 0 to 100000")]
    [InlineData("backup delete /root/full-1 /source/full-1", "the backups are in one archive root")]
    [InlineData("backup hold /root/full-1 --release --reason x", "--reason is why a backup is held")]
    public void Wrong_usage_is_refused(string commandLine, string reason)
    {
        Create("full-1");
        var run = _bench.Run(commandLine);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    private void Create(string name, string options = "") => _bench.Output($"backup create --source /source --output /root/{name} {options}");

    private int SegmentsOnDisk() => _bench.Disk.Snapshot("/root/archive/segments").Count(entry => entry.Kind == FileKind.Regular);
}
