using GeodeArchive.Cli;

namespace GeodeArchive.Tests.Cli;

public sealed class HelpTests
{
    [Theory]
    [InlineData("backup create")]
    [InlineData("backup list")]
    [InlineData("backup restore")]
    [InlineData("backup verify")]
    [InlineData("backup delete")]
    [InlineData("backup cleanup")]
    [InlineData("backup hold")]
    [InlineData("repository check")]
    [InlineData("repository repair")]
    [InlineData("repository stats")]
    [InlineData("repository collect")]
    [InlineData("backup show")]
    [InlineData("backup ls")]
    [InlineData("backup cat")]
    [InlineData("backup diff")]
    [InlineData("backup export")]
    [InlineData("backup import")]
    [InlineData("repository access")]
    [InlineData("key generate")]
    [InlineData("key list")]
    [InlineData("key add")]
    [InlineData("key remove")]
    [InlineData("key rotate")]
    [InlineData("key test")]
    [InlineData("store check")]
    [InlineData("wal seek")]
    [InlineData("wal calibrate")]
    [InlineData("load")]
    [InlineData("export")]
    [InlineData("config check")]
    [InlineData("completion")]
    public void Every_command_shows_usage_examples_and_exit_codes(string command)
    {
        foreach (var flag in new[] { "--help", "-h" })
        {
            var help = new CommandBench().Output($"{command} {flag}");
            Assert.Contains($"\nUsage:\n  geode-archive {command} ", help, StringComparison.Ordinal);
            Assert.Contains("\nExamples:\n  ", help, StringComparison.Ordinal);
            Assert.Contains("\nExit codes:\n   0  done\n", help, StringComparison.Ordinal);
            Assert.Contains("\n   2  wrong usage; nothing was done\n", help, StringComparison.Ordinal);
            var lines = help.Split('\n').Where(line => !line.Contains("geode-archive", StringComparison.Ordinal));
            Assert.All(lines, line => Assert.True(line.Length <= 100, line));
        }
    }

    [Fact]
    public void Help_of_a_group_names_all_commands_below_it()
    {
        var help = new CommandBench().Output("--help");
        Assert.Contains("\n  backup create ", help, StringComparison.Ordinal);
        Assert.Contains("\n  completion ", help, StringComparison.Ordinal);
        Assert.Contains("\n  create ", new CommandBench().Output("backup --help"), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_comes_before_complaints() =>
        Assert.Contains("Usage:", new CommandBench().Output("backup create --help --bogus"), StringComparison.Ordinal);

    [Fact]
    public void A_path_that_looks_like_another_systems_help_is_a_path() =>
        Assert.Equal(ExitCodes.NotFound, new CommandBench().Run("backup list /h").ExitCode);
}
