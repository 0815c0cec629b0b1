namespace GeodeArchive.EndToEnd.Tests;

public sealed class UsageTests
{
    [Fact]
    public void Archive_without_arguments_is_a_usage_error() => AssertUsageError(PublishedProgram.Archive.Run());

    [Fact]
    public void Short_name_runs_the_same_program() => Assert.Equal(PublishedProgram.Archive.Run(), PublishedProgram.Geode.Run());

    [Fact]
    public void Inspect_without_arguments_is_a_usage_error() => AssertUsageError(PublishedProgram.Inspect.Run());

    private static void AssertUsageError(ProgramRun run)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.Empty(run.Output);
    }
}
