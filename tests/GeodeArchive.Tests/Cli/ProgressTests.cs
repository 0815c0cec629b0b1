using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Cli;

/// <summary>The bar is drawn on a terminal only, on one line, and is gone at the end.</summary>
public sealed class ProgressTests
{
    private const string Create = "backup create --source /source --output /root/full-1";

    private readonly CommandBench _bench = new();

    public ProgressTests() => _bench.Disk.OperationDuration = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Bar_is_drawn_on_one_line_and_wiped_out()
    {
        var run = _bench.Run(Create, RecordingConsole.Piped with { IsErrorTerminal = true });
        AssertDrawn(run.Error, "backing up  ");
        run = _bench.Run("backup restore --input /root/full-1 --data-dir /target", RecordingConsole.Piped with { IsErrorTerminal = true });
        AssertDrawn(run.Error, "restoring  ");
        Assert.Contains("\rrestoring  [", run.Error, StringComparison.Ordinal);
        run = _bench.Run("backup verify --input /root/full-1", RecordingConsole.Piped with { IsErrorTerminal = true });
        AssertDrawn(run.Error, "verifying  ");
        Assert.Contains("\rverifying  [", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" --json", true)]
    [InlineData(" --quiet", true)]
    public void Nothing_is_drawn_where_nobody_looks(string option, bool isTerminal) =>
        Assert.Empty(_bench.Run(Create + option, RecordingConsole.Piped with { IsErrorTerminal = isTerminal }).Error);

    [Fact]
    public void Failure_is_said_after_the_bar_is_gone()
    {
        _bench.Disk.AddFault(SimulatedFault.FullDisk(number: 10));
        var run = _bench.Run(Create, RecordingConsole.Piped with { IsErrorTerminal = true });
        Assert.Contains("\rgeode-archive: ", run.Error, StringComparison.Ordinal);
    }

    private static void AssertDrawn(string error, string start)
    {
        Assert.EndsWith("\r", error, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error, StringComparison.Ordinal);
        var drawings = error.Split('\r').Where(line => line.Trim().Length > 0).ToList();
        Assert.NotEmpty(drawings);
        Assert.All(drawings, drawing => Assert.StartsWith(start, drawing, StringComparison.Ordinal));
        Assert.All(drawings, drawing => Assert.True(drawing.Length <= 79, drawing));
    }
}
