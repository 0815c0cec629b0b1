using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Cli;

/// <summary>The access log: what commands leave in it, and <c>repository access</c>.</summary>
public sealed class AccessCommandTests
{
    private const string Folder = "/root/archive/access";

    private readonly CommandBench _bench = new();

    [Fact]
    public void Commands_that_change_or_read_an_archive_are_recorded_and_those_that_only_look_are_not()
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        _bench.Output("backup list /root");
        _bench.Output("backup verify --input /root/full-1");
        _bench.Output("repository access /root");
        _bench.Run("backup cat /root/full-1 a");
        Assert.Equal(ExitCodes.NotFound, _bench.Run("backup ls /root/full-1 none").ExitCode);
        _bench.Output("backup restore --input /root/full-1 --data-dir /target");
        var records = Records();
        Assert.Equal(
            [("backup create", "done", 0), ("backup cat", "done", 0), ("backup ls", "failed", 12), ("backup restore", "done", 0)],
            records.Select(record => (
                record.GetProperty("command").GetString()!,
                record.GetProperty("outcome").GetString()!,
                record.GetProperty("exit_code").GetInt32())));
        Assert.All(records, record => Assert.Equal("full-1", record.GetProperty("backups")[0].GetString()));
        Assert.Equal("ada", records[0].GetProperty("user").GetString());
        Assert.Equal(1000, records[0].GetProperty("uid").GetInt64());
        Assert.Equal("host", records[0].GetProperty("host").GetString());
        Assert.Equal(42, records[0].GetProperty("process_id").GetInt64());
        Assert.Equal("geode-archive 1.2.3", records[0].GetProperty("program").GetString());
    }

    [Fact]
    public void A_record_is_one_object_named_by_its_second_and_says_nothing_of_what_is_in_backups()
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        _bench.Run("backup cat /root/full-1 deep/er/b");
        var files = _bench.Disk.Snapshot(Folder);
        Assert.Equal(2, files.Count);
        Assert.All(files, file => Assert.Matches("^20260125T0200[0-9]{11}-[0-9a-f]{16}$", file.Path));
        var text = _bench.Disk.ReadFile($"{Folder}/{files[^1].Path}");
        Assert.Equal(-1, text.AsSpan().IndexOf("deep"u8));
        Assert.NotEqual(-1, text.AsSpan().IndexOf("backup cat"u8));
    }

    [Fact]
    public void Refused_usage_and_places_without_an_archive_leave_nothing()
    {
        Assert.Equal(ExitCodes.Usage, _bench.Run("backup create --output /root/full-1").ExitCode);
        Assert.Equal(ExitCodes.NotFound, _bench.Run("backup restore --input /source/full-1 --data-dir /target").ExitCode);
        Assert.False(_bench.Disk.Contains("/source/archive"));
        Assert.False(_bench.Disk.Contains("/root"));
    }

    [Fact]
    public void An_archive_that_cannot_be_written_is_read_all_the_same()
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        _bench.Disk.AddFault(new SimulatedFault(FaultKind.Error)
        {
            On = DiskOperations.Create | DiskOperations.Write,
            Error = FileError.ReadOnly,
            Path = path => path.StartsWith("/root/", StringComparison.Ordinal),
            Count = long.MaxValue,
        });
        var run = _bench.Run("backup cat /root/full-1 a");
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Equal("small"u8.ToArray(), run.Bytes);
        Assert.StartsWith("geode-archive: note: this access could not be logged: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Records_are_chosen_by_time_and_by_user()
    {
        var root = new ProcessEnvironment
        {
            HostName = "host", Version = "1.2.3", UserName = "root", UserId = 0, SudoUser = "eve\u0007", ProcessId = 7,
        };
        _bench.Output("backup create --source /source --output /root/full-1");
        Assert.Equal(ExitCodes.Done, _bench.Run("backup show /root/full-1", root).ExitCode);
        foreach (var (user, count) in new[] { ("ada", 1), ("1000", 1), ("root", 1), (@"eve\x07", 1), ("mallory", 0) })
        {
            Assert.Equal(count, Records($" --user {user}").Count);
        }

        Assert.Contains(@"  eve\x07 as root (0)  host  backup show  ", _bench.Output("repository access /root"), StringComparison.Ordinal);
        Assert.Equal(2, Records(" --since 2026-01-25T02:00").Count);
        Assert.Empty(Records(" --since 2026-01-25T03:00"));
        Assert.Equal("No access to /root is recorded\n", _bench.Output("repository access /root --since 2026-01-25T03:00"));
        Assert.Equal(ExitCodes.Usage, _bench.Run("repository access /root --since yesterday").ExitCode);
    }

    [Fact]
    public void Old_records_are_removed_only_when_asked_for()
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        var young = Assert.Single(_bench.Disk.Snapshot(Folder));
        _bench.Disk.PutFile($"{Folder}/20241201T000000000000000-0123456789abcdef", [1]);
        _bench.Disk.PutFile($"{Folder}/notes", [1]);
        Assert.Equal("1 record would be removed\n", _bench.Output("repository access /root --prune 400d --dry-run"));
        Assert.Equal(3, _bench.Disk.Snapshot(Folder).Count);
        Assert.Equal("1 record removed\n", _bench.Output("repository access /root --prune 400d"));
        var left = _bench.Disk.Snapshot(Folder);
        Assert.Contains(young, left);
        Assert.Equal(["backup create", "repository access"], Records().Select(record => record.GetProperty("command").GetString()));
        Assert.Equal(ExitCodes.Usage, _bench.Run("repository access /root --prune 399d").ExitCode);
        Assert.Equal(ExitCodes.Usage, _bench.Run("repository access /root --dry-run").ExitCode);
    }

    [Fact]
    public void A_damaged_record_is_told_and_hides_no_other()
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        _bench.Output("backup show /root/full-1");
        var first = _bench.Disk.Snapshot(Folder)[0];
        _bench.Disk.FlipBits($"{Folder}/{first.Path}", offset: 50, mask: 1);
        var run = _bench.Run("repository access /root");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains($"\narchive/access/{first.Path}: bad-checksum at offset 0: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("backup show", run.Output, StringComparison.Ordinal);
        Assert.Equal("full-1: intact", _bench.Output("backup verify --input /root/full-1")[..14]);
    }

    [Fact]
    public void A_record_of_another_archive_is_damage()
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        _bench.Output("backup create --source /source --output /other/full-1");
        var record = Assert.Single(_bench.Disk.Snapshot("/other/archive/access"));
        _bench.Disk.PutFile($"{Folder}/{record.Path}", _bench.Disk.ReadFile($"/other/archive/access/{record.Path}"));
        var run = _bench.Run("repository access /root");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains($"{record.Path}: bad-identity at offset 0: ", run.Output, StringComparison.Ordinal);
    }

    private List<JsonElement> Records(string options = "") =>
        [.. JsonDocument.Parse(_bench.Run($"repository access /root --json{options}").Output).RootElement.GetProperty("records").EnumerateArray()];
}
