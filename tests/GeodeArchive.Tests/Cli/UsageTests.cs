using GeodeArchive.Cli;

namespace GeodeArchive.Tests.Cli;

/// <summary>A command line that cannot be meant as it is: code 2, words on standard error, and nothing done.</summary>
public sealed class UsageTests
{
    private const string Create = "backup create --source /source --output /root/full-1";

    [Theory]
    [InlineData("bogus", "unknown command 'bogus'")]
    [InlineData("backup bogus", "unknown command 'bogus'")]
    [InlineData("backup create --output /root/full-1", "neither --source nor --data-dir is given")]
    [InlineData("backup create --source /source --data-dir /data --output /root/full-1", "--source and --data-dir exclude each other")]
    [InlineData("backup create --source /source", "option '--output' is required")]
    [InlineData("backup create --source --output /root/full-1", "option '--source' needs a value, not '--output'")]
    [InlineData("backup create --output /root/full-1 --source", "option: '--source'")]
    [InlineData(Create + " extra", "unexpected argument 'extra'")]
    [InlineData(Create + " --encypt", "unknown option '--encypt'")]
    [InlineData(Create + " --encryption-key /etc/geode/backup.key", "unknown option '--encryption-key'")]
    [InlineData("backup create --encypt --source /source --output /root/full-1", "unknown option '--encypt'")]
    [InlineData("backup create --output --encrypt --source /source", "option '--output' needs a value, not '--encrypt'")]
    [InlineData("backup restore --encrypt --input /root/full-1 --data-dir /target", "unknown option '--encrypt'")]
    [InlineData("backup list --encrypt", "unknown option '--encrypt'")]
    [InlineData("--encrypt", "unknown option '--encrypt'")]
    [InlineData(Create + " --output /root/full-2", "--output")]
    [InlineData(Create + " --type weekly", "there is no backup type 'weekly'")]
    [InlineData(Create + " --compress brotli", "unknown compression \"brotli\"")]
    [InlineData(Create + " --compress gzip:10", "gzip has no compression level \"10\"")]
    [InlineData(Create + " --parallel 0", "'0' is not a number of workers from 1 to 256")]
    [InlineData(Create + " --parallel many", "'many' is not a number of workers")]
    [InlineData(Create + " --base-backup /root/full-0", "a full backup has no --base-backup")]
    [InlineData(Create + " --type incremental --base-backup /source/full-0", "a chain lies in one archive root")]
    [InlineData("backup create --source /source --output /root/.hidden", "does not end in the name of a backup")]
    [InlineData("backup create --source /source --output /root/archive", "'archive' is the name of a directory of the archive itself")]
    [InlineData("backup create --source /source --output /", "does not end in the name of a backup")]
    [InlineData("backup create --source /root --output /root/full-1", "/root is the archive root itself")]
    [InlineData("backup create --source /root/. --output /root/../root/full-1 --type incremental", "/root/. is the archive root itself")]
    [InlineData("backup list /root --chain /source/full-1", "--chain is in /source, not in /root")]
    [InlineData("completion tcsh", "there is no completion for 'tcsh'")]
    public void Wrong_command_lines_are_refused(string commandLine, string message)
    {
        var bench = new CommandBench();
        bench.Disk.PutDirectory("/root");
        var before = bench.Everything();
        var run = bench.Run(commandLine);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("geode-archive: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, bench.Everything());
    }

    [Theory]
    [InlineData("backup list -- --encrypt", ExitCodes.NotFound)]
    [InlineData("backup list -- /root --encrypt", ExitCodes.Usage)]
    [InlineData("backup list --encrypt -- /root", ExitCodes.Usage)]
    public void What_follows_two_dashes_is_no_option(string commandLine, int exitCode)
    {
        var run = new CommandBench().Run(commandLine);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(commandLine.EndsWith("/root", StringComparison.Ordinal), run.Error.Contains("unknown option", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("backup")]
    public void A_group_of_commands_alone_shows_them_on_standard_error(string commandLine)
    {
        var run = new CommandBench().Run(commandLine);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("\nUsage:\n  geode-archive", run.Error, StringComparison.Ordinal);
        Assert.Contains("create", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_in_arguments_do_not_reach_the_terminal()
    {
        var run = new CommandBench().Run("backup\u001b[31m");
        Assert.Equal("geode-archive: unknown command 'backup\\x1b[31m'\nhint: geode-archive --help\n", run.Error);
    }

    [Fact]
    public void An_argument_with_an_at_sign_is_not_a_file_of_arguments()
    {
        var bench = new CommandBench();
        bench.Output("backup create --source /source --output /root/@full");
        Assert.Contains("@full", bench.Output("backup list /root"), StringComparison.Ordinal);
    }

    [Fact]
    public void Version_is_the_programs_own() => Assert.Equal("geode-archive 1.2.3\n", new CommandBench().Output("--version"));
}
