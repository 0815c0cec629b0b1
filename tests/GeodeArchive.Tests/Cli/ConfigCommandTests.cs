using System.Text;
using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Cli;

/// <summary><c>config check</c>, and what other commands take from the configuration.</summary>
public sealed class ConfigCommandTests
{
    private const string Usual = "/etc/geode/geode.toml";

    private readonly CommandBench _bench = new();

    [Fact]
    public void Each_key_is_a_line_with_what_is_in_force_and_where_that_comes_from()
    {
        Put(Usual, "[wal]\nsync_mode = \"fsync\"\n");
        var output = _bench.Output("config check");
        Assert.Matches("(?m)^wal.sync_mode = \"fsync\" +/etc/geode/geode.toml:2$", output);
        Assert.Matches("(?m)^server.listen = \"127.0.0.1:3141\" +default$", output);
        Assert.Matches("(?m)^wal.directory = \\(none\\) +default$", output);
        Assert.EndsWith("\n/etc/geode/geode.toml: valid, 1 key given\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_option_goes_before_the_environment_and_that_before_the_usual_file()
    {
        Put(Usual, "[server]\nmode = 'standby'\n");
        Put("/a.toml", "[server]\nlisten = 'a:1'\n");
        Put("/b.toml", "[server]\nlisten = 'b:1'\n");
        var environment = RecordingConsole.Piped with { ConfigurationFile = "/a.toml" };
        Assert.Contains("\"a:1\"", _bench.Run("config check", environment).Output, StringComparison.Ordinal);
        Assert.Contains("\"b:1\"", _bench.Run("config check --config /b.toml", environment).Output, StringComparison.Ordinal);
        Assert.Contains("standby", _bench.Output("config check"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_file_the_defaults_are_in_force_but_one_that_is_named_must_be_there()
    {
        Assert.EndsWith("no configuration file: all is as by default\n", _bench.Output("config check"), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotFound, _bench.Run("config check --config /absent.toml").ExitCode);
        Assert.Equal(ExitCodes.NotFound, _bench.Run("config check", RecordingConsole.Piped with { ConfigurationFile = "/absent.toml" }).ExitCode);
    }

    [Fact]
    public void What_is_wrong_is_told_with_its_place_and_a_hint()
    {
        Put(Usual, "[backup]\nenabeld = true\n");
        var run = _bench.Run("config check");
        Assert.Equal((ExitCodes.Failed, string.Empty), (run.ExitCode, run.Output));
        Assert.Equal("geode-archive: /etc/geode/geode.toml:2:1: unknown key backup.enabeld\nhint: did you mean backup.enabled?\n", run.Error);
    }

    [Fact]
    public void What_is_doubtful_is_a_note()
    {
        Put(Usual, "[backup.full]\nretention_days = 1\n[backup.retention]\nfull_retention_days = 2\n");
        var run = _bench.Run("config check");
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.StartsWith("geode-archive: note: /etc/geode/geode.toml:2: backup.full.retention_days = 1 is not in force", run.Error, StringComparison.Ordinal);
        Assert.Single(JsonDocument.Parse(_bench.Output("config check --json")).RootElement.GetProperty("notes").EnumerateArray());
    }

    [Fact]
    public void Secrets_are_never_printed_and_must_not_be_readable_by_others()
    {
        Put(Usual, "[backup.storage.credentials]\naccess_key_id = 'visible'\nsecret_access_key = 'visible'\n", mode: 0x180);
        foreach (var flag in new[] { "", " --json" })
        {
            var output = _bench.Output("config check" + flag);
            Assert.DoesNotContain("visible", output, StringComparison.Ordinal);
            Assert.Contains("(secret)", output, StringComparison.Ordinal);
        }

        Put("/open.toml", "[backup.storage.credentials]\naccess_key_id = 'visible'\nsecret_access_key = 'visible'\n", mode: 0x1A4);
        var run = _bench.Run("config check --config /open.toml");
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Equal("geode-archive: /open.toml:2:17: backup.storage.credentials.access_key_id can be read by others\nhint: chmod 600 the file\n", run.Error);
    }

    [Fact]
    public void Tokens_are_shown_by_name_and_role()
    {
        Put(Usual, $"[[server.tokens]]\nname = 'app'\nrole = 'write'\nsha256 = '{new string('a', 64)}'\n");
        var output = _bench.Output("config check");
        Assert.Contains("[{name = \"app\", role = \"write\"}]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("aaaa", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_root_that_is_not_named_is_that_of_the_configuration()
    {
        Put(Usual, "[backup]\ndirectory = '/elsewhere'\n");
        _bench.Output("backup create --source /source --output /elsewhere/full-1");
        Assert.Contains("full-1", _bench.Output("backup list"), StringComparison.Ordinal);
        Assert.StartsWith("/elsewhere: intact", _bench.Output("repository check"), StringComparison.Ordinal);
        Put("/other.toml", "[backup]\ndirectory = '/other'\n");
        Assert.Contains("/other", _bench.Run("backup list --config /other.toml").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_is_not_named_is_that_of_the_configuration()
    {
        _bench.Disk.PutFile("/keys/one", Encoding.UTF8.GetBytes(new string('a', 64)));
        Put(Usual, "[backup.encryption]\nkey_file = '/keys/one'\n");
        _bench.Output("backup create --source /source --output /root/full-1 --encrypt");
        Assert.Equal(ExitCodes.Done, _bench.Run("backup verify --input /root/full-1").ExitCode);
        Put("/none.toml", string.Empty);
        Assert.Equal(ExitCodes.Key, _bench.Run("backup verify --input /root/full-1 --config /none.toml").ExitCode);
    }

    [Fact]
    public void A_configuration_that_nothing_is_taken_from_is_not_read()
    {
        Put(Usual, "not toml");
        _bench.Disk.PutFile("/keys/one", Encoding.UTF8.GetBytes(new string('a', 64)));
        _bench.Output("backup create --source /source --output /root/full-1 --encryption-key-file /keys/one");
        Assert.Equal(ExitCodes.Failed, _bench.Run("backup create --source /source --output /root/full-2").ExitCode);
    }

    private void Put(string path, string text, int mode = 0x1A4)
    {
        _bench.Disk.PutFile(path, Encoding.UTF8.GetBytes(text));
        var file = FilePath.From(path);
        using var directory = _bench.Disk.OpenDirectory(file.Parent);
        directory.SetMode(file.Name!.Value, mode);
    }
}
