using GeodeArchive.Cli;

namespace GeodeArchive.Tests.Cli;

public sealed class CalibrateTests
{
    [Fact]
    public void Calibrate_lists_the_methods_and_advises_one()
    {
        var bench = new CommandBench();
        var before = bench.Everything();
        var output = bench.Output("wal calibrate /source --seconds 1");
        Assert.Contains("fsync", output, StringComparison.Ordinal);
        Assert.Contains("open_datasync", output, StringComparison.Ordinal);
        Assert.Contains("On /source: set wal.sync_mode = \"fdatasync\"", output, StringComparison.Ordinal);
        Assert.Equal(before.Select(entry => entry.Path), bench.Everything().Select(entry => entry.Path));
    }

    [Theory]
    [InlineData("wal calibrate /missing", ExitCodes.NotFound)]
    [InlineData("wal calibrate", ExitCodes.Usage)]
    [InlineData("wal calibrate /source --seconds 0", ExitCodes.Usage)]
    [InlineData("wal calibrate /source --seconds 601", ExitCodes.Usage)]
    public void Calibrate_refuses_what_it_cannot_measure(string commandLine, int exitCode) =>
        Assert.Equal(exitCode, new CommandBench().Run(commandLine).ExitCode);
}
