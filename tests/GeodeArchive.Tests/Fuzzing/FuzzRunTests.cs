using GeodeArchive.Fuzz;
using GeodeArchive.Fuzz.Running;
using GeodeArchive.Fuzz.Targets;

namespace GeodeArchive.Tests.Fuzzing;

/// <summary>The fuzzer finds what is there, says so, and does the same again for the same seed.</summary>
public sealed class FuzzRunTests
{
    public static TheoryData<string> Canaries => [.. TargetRegistry.All.Where(target => target.IsCanary).Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Canaries))]
    public void Planted_bug_is_found(string name)
    {
        foreach (ulong seed in new ulong[] { 1, 2, 3 })
        {
            TargetResult result = RunAlone(TargetRegistry.Find(name)!, seed);
            Assert.True(result.Passed);
            Assert.NotNull(result.Finding);
        }
    }

    [Fact]
    public void Canary_without_a_bug_fails()
    {
        FuzzTarget target = TargetRegistry.Find("tree-node-kind")! with { IsCanary = true, ExecutionsMin = 2000 };
        TargetResult result = RunAlone(target, seed: 1);
        Assert.False(result.Passed);
        Assert.Null(result.Finding);
    }

    [Fact]
    public void Same_seed_makes_the_same_run_and_another_seed_another()
    {
        FuzzTarget target = TargetRegistry.Find("manifest-records-change")!;
        TargetResult first = new TargetFuzzer(target, seed: 7).Run(3000, TimeSpan.Zero);
        TargetResult again = new TargetFuzzer(target, seed: 7).Run(3000, TimeSpan.Zero);
        TargetResult other = new TargetFuzzer(target, seed: 8).Run(3000, TimeSpan.Zero);
        Assert.Equal(first with { Elapsed = default }, again with { Elapsed = default });
        Assert.NotEqual(first with { Elapsed = default }, other with { Elapsed = default });
    }

    [Fact]
    public void Checks_behind_checksums_are_reached()
    {
        // As many different refusals as a header of a manifest has checks, and then some headers that are accepted.
        TargetResult result = new TargetFuzzer(TargetRegistry.Find("file-header-manifest")!, seed: 1).Run(4000, TimeSpan.Zero);
        Assert.Null(result.Finding);
        Assert.InRange(result.OutcomeCount, 20, int.MaxValue);
        Assert.InRange(result.AcceptedCount, 50, result.ExecutionCount - 50);
    }

    [Fact]
    public void Refused_sample_is_a_finding()
    {
        FuzzTarget target = TargetRegistry.Find("tree-node-kind")! with { MakeSamples = () => [[99]] };
        TargetResult result = new TargetFuzzer(target, seed: 1).Run(1, TimeSpan.Zero);
        Assert.Contains("refused", result.Finding!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Last_line_counts_targets()
    {
        StringWriter output = new();
        int code = FuzzCommandLine.Run(
            ["--target", "ids", "--target", "canary-crash", "--executions", "100"], seed: 5, regressions: "nowhere", output);
        string[] lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(0, code);
        Assert.Equal("seed 5, 2 targets", lines[0]);
        Assert.Equal("2 passed, 0 failed", lines[^1]);
        Assert.EndsWith(" runs of all targets", lines[^2], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
    }

    [Theory]
    [InlineData("--seconds")]
    [InlineData("--seconds", "x")]
    [InlineData("--workers", "0")]
    [InlineData("--target", "no-such-target")]
    [InlineData("--nonsense")]
    public void Mistakes_on_the_command_line_are_refused(params string[] arguments)
    {
        StringWriter output = new();
        Assert.Equal(2, FuzzCommandLine.Run(arguments, 1, "nowhere", output));
        Assert.StartsWith("error: ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_read()
    {
        string[] arguments = ["--seconds", "3", "--executions", "9", "--target", "a", "--target", "b", "--seed", "18446744073709551615", "--save", "--workers", "1"];
        Assert.True(FuzzOptions.TryParse(arguments, 0, "kept", out FuzzOptions? options, out _));
        Assert.Equal(TimeSpan.FromSeconds(3), options.Duration);
        Assert.Equal(9, options.ExecutionCount);
        Assert.Equal(["a", "b"], options.Targets);
        Assert.Equal(ulong.MaxValue, options.Seed);
        Assert.Equal("kept", options.SaveDirectory);
        Assert.Equal(1, options.WorkerCount);
    }

    private static TargetResult RunAlone(FuzzTarget target, ulong seed)
    {
        List<TargetResult> results = [];
        new FuzzRun([target], new FuzzOptions { Seed = seed, Duration = TimeSpan.Zero, WorkerCount = 1 }, results.Add).Run();
        return Assert.Single(results);
    }
}
