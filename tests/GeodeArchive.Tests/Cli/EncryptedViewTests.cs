using GeodeArchive.Cli;
using GeodeArchive.Tests.Backup;

namespace GeodeArchive.Tests.Cli;

/// <summary>Encrypted backups that are looked into, compared, exported and imported.</summary>
public sealed class EncryptedViewTests
{
    private const string Key = " --encryption-key-file /keys/k";

    private readonly CommandBench _bench = new();

    public EncryptedViewTests()
    {
        _bench.Disk.PutDirectory("/usb");
        _bench.Disk.PutFile("/keys/k", [.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        _bench.Output("backup create --source /source --output /root/full-1 --encrypt" + Key);
    }

    [Theory]
    [InlineData("backup ls /root/full-1")]
    [InlineData("backup cat /root/full-1 a")]
    [InlineData("backup show /root/full-1")]
    [InlineData("backup diff /root/full-1 /root/full-1")]
    [InlineData("backup export /root/full-1 --output /usb/e")]
    public void Nothing_of_it_is_told_without_the_key(string commandLine)
    {
        Assert.Equal(ExitCodes.Key, _bench.Run(commandLine).ExitCode);
        Assert.Equal(ExitCodes.Done, _bench.Run(commandLine + Key).ExitCode);
    }

    [Fact]
    public void An_encrypted_and_a_plain_backup_of_one_tree_differ_in_nothing()
    {
        _bench.Output("backup create --source /source --output /other/full-2");
        Assert.StartsWith("0 added", _bench.Output("backup diff /root/full-1 /other/full-2 --content" + Key), StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_stays_encrypted_and_restores_with_the_key()
    {
        _bench.Output("backup export /root/full-1 --output /usb/e" + Key);
        Assert.Equal(-1, _bench.Disk.ReadFile("/usb/e").AsSpan().IndexOf("large.copy"u8));
        Assert.Equal(ExitCodes.Key, _bench.Run("backup restore --input /usb/e --data-dir /target").ExitCode);
        _bench.Output("backup verify --input /usb/e" + Key);
        _bench.Output("backup restore --input /usb/e --data-dir /target2" + Key);
        Assert.Equal(_bench.Disk.Snapshot(SampleTree.Path), _bench.Disk.Snapshot("/target2"));
    }

    [Fact]
    public void An_export_is_taken_back_into_its_own_archive_and_no_other()
    {
        _bench.Output("backup export /root/full-1 --output /usb/e" + Key);
        _bench.Output("backup delete /root/full-1" + Key);
        Assert.Equal(ExitCodes.Failed, _bench.Run("backup import /usb/e --output /other/full-1" + Key).ExitCode);
        _bench.Output("backup import /usb/e --output /root/full-1" + Key);
        _bench.Output("backup restore --input /root/full-1 --data-dir /target" + Key);
        Assert.Equal(_bench.Disk.Snapshot(SampleTree.Path), _bench.Disk.Snapshot("/target"));
    }

    [Fact]
    public void Deleting_and_keys_are_recorded_without_a_secret()
    {
        _bench.Output("key list /root" + Key);
        _bench.Output("backup delete /root/full-1" + Key);
        var records = _bench.Output("repository access /root --json");
        Assert.Contains("\"key list\"", records, StringComparison.Ordinal);
        Assert.Contains("\"backup delete\"", records, StringComparison.Ordinal);
        Assert.DoesNotContain("/keys", records, StringComparison.Ordinal);
    }
}
