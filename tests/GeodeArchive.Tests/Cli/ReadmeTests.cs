using System.Globalization;
using System.Text.RegularExpressions;
using GeodeArchive.Cli;
using GeodeArchive.Tests.Architecture;
using GeodeArchive.Tests.Store;

namespace GeodeArchive.Tests.Cli;

/// <summary>What the README says of the commands is what they do.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = CommandsSection(SourceTree.ReadText("README.md"));

    [Fact]
    public void Exit_codes_are_those_of_the_program()
    {
        int[] codes =
        [
            ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Incomplete, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound,
            ExitCodes.Exists, ExitCodes.Unreachable, ExitCodes.Fenced, ExitCodes.AnotherHistory,
        ];
        var table = ExitCodeRow().Matches(Readme)
            .Select(match => (int.Parse(match.Groups["code"].Value, CultureInfo.InvariantCulture), match.Groups["meaning"].Value));
        Assert.Equal(codes.Select(code => (code, ExitCodes.Describe(code))), table);
    }

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
    public void Usage_names_every_option_of_a_command(string command)
    {
        var help = new CommandBench().Output($"{command} --help");
        var start = Readme.IndexOf($"\ngeode-archive {command} ", StringComparison.Ordinal);
        Assert.True(start >= 0, command);
        var usage = Readme[start..Readme.IndexOf("\ngeode-archive ", start + 1, StringComparison.Ordinal)];
        usage = usage.Replace("[KEY]", "[--encryption-key-file FILE] [--encryption-passphrase-file FILE]", StringComparison.Ordinal);
        var options = help[..help.IndexOf("\nExamples:", StringComparison.Ordinal)];
        var expected = OptionName().Matches(options[options.IndexOf("\nOptions:", StringComparison.Ordinal)..])
            .Select(match => match.Value).Where(name => name is not ("--help" or "--config"));
        Assert.Equal(expected.Order().Distinct(), OptionName().Matches(usage).Select(match => match.Value).Order());
    }

    [Theory]
    [InlineData("backup create --source /source --output /root/full-2 --json", "`backup create`")]
    [InlineData("backup list /root --json", "`backup list`")]
    [InlineData("backup restore --input /root/full-1 --data-dir /target --json", "`backup restore`")]
    [InlineData("backup verify --input /root/full-1 --json", "`backup verify`")]
    [InlineData("backup delete /root/full-1 --json", "`backup delete`")]
    [InlineData("backup cleanup /root --older-than 30d --json", "`backup cleanup`")]
    [InlineData("backup hold /root/full-1 --json", "`backup hold`")]
    [InlineData("repository check /root --json", "`repository check`")]
    [InlineData("repository stats /root --json", "`repository stats`")]
    [InlineData("repository collect /root --json", "`repository collect`")]
    [InlineData("backup show /root/full-1 --json", "`backup show`")]
    [InlineData("backup export /root/full-1 --output /source/full-1 --json", "`backup export`")]
    [InlineData("repository access /root --json", "`repository access`")]
    [InlineData("repository access /root --prune 400d --json", "`repository access --prune`")]
    [InlineData("store check --data-dir /data --json", "`store check`")]
    [InlineData("wal calibrate /source --seconds 1 --json", "`wal calibrate`")]
    [InlineData("load --data-dir /db --nodes /n.csv --json", "`load`")]
    [InlineData("export --data-dir /db --output /out --graph made --json", "`export`")]
    [InlineData("config check --json", "`config check`")]
    public void Documents_have_the_members_of_their_table(string commandLine, string row)
    {
        var bench = new CommandBench();
        bench.Output("backup create --source /source --output /root/full-1");
        GraphBench.PutStore(bench.Disk, GraphBench.SampleRows());
        bench.Disk.PutFile("/n.csv", "a:int\n1\n"u8);
        if (commandLine.StartsWith("export", StringComparison.Ordinal))
        {
            bench.Output("load --data-dir /db --graph made --nodes /n.csv");
        }

        var line = Readme.Split('\n').Single(line => line.StartsWith($"| {row} |", StringComparison.Ordinal));
        var members = MemberOfDocument().Matches(bench.Output(commandLine)).Select(match => match.Groups["name"].Value);
        var listed = QuotedWord().Matches(line).Skip(1).Select(match => match.Groups["word"].Value).Where(word => !word.StartsWith('-'));
        Assert.Equal(members, listed);
    }

    private static string CommandsSection(string readme)
    {
        var start = readme.IndexOf("\n## Commands\n", StringComparison.Ordinal);
        return readme[start..readme.IndexOf("\n## ", start + 1, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"^\| (?<code>[0-9]+) \| (?<meaning>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();

    [GeneratedRegex("--[a-z][a-z-]*")]
    private static partial Regex OptionName();

    [GeneratedRegex("^  \"(?<name>[a-z_]+)\":", RegexOptions.Multiline)]
    private static partial Regex MemberOfDocument();

    [GeneratedRegex("`(?<word>[^`]+)`")]
    private static partial Regex QuotedWord();
}
