using GeodeArchive.Cli;

namespace GeodeArchive.Tests.Cli;

/// <summary>Encrypted backups, from the command line.</summary>
public sealed class KeyCommandTests
{
    private const string Key = " --encryption-key-file /key";

    [Fact]
    public void What_was_encrypted_is_restored_with_the_key_and_not_without()
    {
        var bench = Bench();
        bench.Output("backup create --source /source --output /root/full-1 --encrypt" + Key);
        bench.Output("backup restore --input /root/full-1 --data-dir /target" + Key);
        Assert.Equal(bench.Disk.Snapshot("/source"), bench.Disk.Snapshot("/target"));
        Assert.Equal(ExitCodes.Key, bench.Run("backup restore --input /root/full-1 --data-dir /other").ExitCode);
        bench.Disk.PutFile("/wrong", new byte[32]);
        Assert.Equal(ExitCodes.Key, bench.Run("backup restore --input /root/full-1 --data-dir /other --encryption-key-file /wrong").ExitCode);
    }

    [Fact]
    public void A_plain_archive_in_the_place_of_an_encrypted_one_is_not_taken_for_it()
    {
        var bench = Bench();
        bench.Output("backup create --source /source --output /root/full-1");
        foreach (var command in new[] { "backup restore --input /root/full-1 --data-dir /target", "backup verify --input /root/full-1" })
        {
            var run = bench.Run(command + Key);
            Assert.Equal(ExitCodes.Key, run.ExitCode);
            Assert.Contains("an archive without keys", run.Error, StringComparison.Ordinal);
        }

        bench.Output("backup restore --input /root/full-1 --data-dir /target");
    }

    [Fact]
    public void Of_an_archive_with_keys_plain_backups_are_read_with_the_key_too()
    {
        var bench = Bench();
        bench.Output("backup create --source /source --output /root/full-1");
        bench.Output("backup create --source /source --output /root/full-2 --encrypt" + Key);
        bench.Output("backup create --source /source --output /root/full-3" + Key);
        foreach (var name in new[] { "full-1", "full-2", "full-3" })
        {
            bench.Output($"backup restore --input /root/{name} --data-dir /restored/{name}" + Key);
            Assert.Equal(bench.Disk.Snapshot("/source"), bench.Disk.Snapshot($"/restored/{name}"));
        }
    }

    private static CommandBench Bench()
    {
        var bench = new CommandBench();
        bench.Disk.PutFile("/key", "thirty-two bytes of a key file.."u8);
        return bench;
    }
}
