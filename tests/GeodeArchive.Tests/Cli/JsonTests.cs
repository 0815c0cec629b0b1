using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Cli;

/// <summary>The documents of --json: their names are part of the contract.</summary>
public sealed class JsonTests
{
    private static readonly string[] BackupNames =
    [
        "name", "backup_id", "type", "parent", "chain", "started", "finished", "file_count", "directory_count", "other_count",
        "logical_size", "read_size", "stored_size", "incomplete_count",
    ];

    private readonly CommandBench _bench = new();

    [Fact]
    public void Create_describes_the_backup()
    {
        var document = Parse(_bench.Output("backup create --source /source --output /root/full-1 --json"));
        Assert.Equal(["root", "backup", "manifest", "new_size", "elapsed_seconds", "problem_count", "problems", "notes"], Names(document));
        Assert.Equal("/root", document.GetProperty("root").GetString());
        Assert.Equal(0, document.GetProperty("problem_count").GetInt64());
        var backup = document.GetProperty("backup");
        Assert.Equal(BackupNames, Names(backup));
        Assert.Equal("full-1", backup.GetProperty("name").GetString());
        Assert.Equal("full", backup.GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Null, backup.GetProperty("parent").ValueKind);
        Assert.Equal("full-1", backup.GetProperty("chain").GetString());
        Assert.Equal(7, backup.GetProperty("file_count").GetInt64());
        Assert.Equal(4, backup.GetProperty("directory_count").GetInt64());
        Assert.Equal(775_005, backup.GetProperty("logical_size").GetInt64());
        Assert.Matches("^2026-01-25T02:00:0[0-9]\\.[0-9]{3}Z$", backup.GetProperty("started").GetString());
    }

    [Fact]
    public void Problems_of_a_create_are_in_the_document_and_on_standard_error()
    {
        _bench.Disk.AddFault(SimulatedFault.Denied(path => path.EndsWith("/deep/c", StringComparison.Ordinal)));
        var run = _bench.Run("backup create --source /source --output /root/full-1 --json");
        Assert.Equal(ExitCodes.Incomplete, run.ExitCode);
        var problem = Assert.Single(Parse(run.Output).GetProperty("problems").EnumerateArray());
        Assert.Equal(["path", "reason"], Names(problem));
        Assert.Equal("deep/c", problem.GetProperty("path").GetString());
        Assert.Contains("deep/c: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void List_describes_every_backup_and_a_chain_its_sum()
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        _bench.Output("backup create --source /source --output /root/incr-1 --type incremental");
        foreach (var (option, chain) in new[] { ("/root", null), ("--chain /root/incr-1", "full-1") })
        {
            var document = Parse(_bench.Output($"backup list {option} --json"));
            Assert.Equal(["root", "chain", "backups", "total_size", "restore_point"], Names(document));
            Assert.Equal(chain, document.GetProperty("chain").GetString());
            var backups = document.GetProperty("backups").EnumerateArray().ToList();
            Assert.All(backups, backup => Assert.Equal([.. BackupNames, "has_file", "file_state"], Names(backup)));
            Assert.Equal(["full-1", "incr-1"], backups.Select(backup => backup.GetProperty("name").GetString()));
            Assert.Equal("full-1", backups[1].GetProperty("parent").GetString());
            Assert.True(backups[1].GetProperty("has_file").GetBoolean());
            var total = backups.Sum(backup => backup.GetProperty("stored_size").GetInt64());
            Assert.Equal(total, document.GetProperty("total_size").GetInt64());
            Assert.Equal(backups[1].GetProperty("started").GetString(), document.GetProperty("restore_point").GetString());
        }
    }

    [Fact]
    public void Restore_describes_what_was_written()
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        var document = Parse(_bench.Output("backup restore --input /root/full-1 --data-dir /target --json"));
        Assert.Equal(
            [
                "root", "backup", "data_dir", "entry_count", "kept_count", "removed_count", "written_size", "elapsed_seconds", "problem_count",
                "problems", "database",
            ],
            Names(document));
        Assert.Equal(JsonValueKind.Null, document.GetProperty("database").ValueKind);
        Assert.Equal("/target", document.GetProperty("data_dir").GetString());
        Assert.Equal(11, document.GetProperty("entry_count").GetInt64());
        Assert.Equal(775_005, document.GetProperty("written_size").GetInt64());
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData(" --check-checksums", true, false)]
    [InlineData(" --check-consistency", false, true)]
    [InlineData(" --check-checksums --check-consistency", true, true)]
    public void Verify_says_what_it_checked(string options, bool checksSums, bool checksConsistency)
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        var document = Parse(_bench.Output($"backup verify --input /root/full-1 --json{options}"));
        Assert.Equal(
            [
                "root", "name", "intact", "checked_checksums", "checked_consistency", "segment_count", "checked_size", "entry_count",
                "elapsed_seconds", "damages", "has_more_damage", "notes",
            ],
            Names(document));
        Assert.True(document.GetProperty("intact").GetBoolean());
        Assert.Equal(checksSums, document.GetProperty("checked_checksums").GetBoolean());
        Assert.Equal(checksSums, document.GetProperty("checked_size").GetInt64() > 0);
        Assert.Equal(checksConsistency, document.GetProperty("checked_consistency").GetBoolean());
        Assert.Equal(checksConsistency ? 11 : 0, document.GetProperty("entry_count").GetInt64());
    }

    [Fact]
    public void Verify_lists_damage()
    {
        _bench.Output("backup create --source /source --output /root/full-1");
        _bench.Disk.FlipBits("/root/full-1", offset: 10, mask: 1);
        var run = _bench.Run("backup verify --input /root/full-1 --json");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Empty(run.Error);
        var document = Parse(run.Output);
        Assert.False(document.GetProperty("intact").GetBoolean());
        var damage = Assert.Single(document.GetProperty("damages").EnumerateArray());
        Assert.Equal(["file", "offset", "failure", "structure", "detail"], Names(damage));
        Assert.Equal("full-1", damage.GetProperty("file").GetString());
        Assert.Equal(0, damage.GetProperty("offset").GetInt64());
        Assert.Equal("bad-checksum", damage.GetProperty("failure").GetString());
    }

    private static JsonElement Parse(string output) => JsonDocument.Parse(output).RootElement;

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
