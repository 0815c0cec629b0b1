using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Cli;

public sealed class FileErrorTextTests
{
    public static TheoryData<FileError> Errors => [.. Enum.GetValues<FileError>()];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Every_failure_of_a_file_has_a_hint(FileError error) => Assert.NotEmpty(FileErrorText.HintFor(error));

    [Fact]
    public void A_failure_below_another_has_its_hint()
    {
        var run = new CommandBench().Run("backup create --source /nowhere --output /root/full-1");
        Assert.StartsWith("geode-archive: cannot open /nowhere: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"hint: {FileErrorText.HintFor(FileError.NotFound)}\n", run.Error, StringComparison.Ordinal);
    }
}
