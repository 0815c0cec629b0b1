using GeodeArchive.Fuzz.Running;
using GeodeArchive.Fuzz.Targets;
using GeodeArchive.Tests.Architecture;

namespace GeodeArchive.Tests.Fuzzing;

/// <summary>What fuzzing once found stays mended.</summary>
public sealed class RegressionTests
{
    private const string Folder = "fuzz/regressions/";

    public static TheoryData<string> Files => [.. SourceTree.Files.Where(path => path.StartsWith(Folder, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_found_is_not_found_again(string path)
    {
        string name = Path.GetFileName(path);
        FuzzTarget? target = TargetRegistry.Find(name[..name.LastIndexOf('-')]);
        Assert.NotNull(target);
        byte[] input = File.ReadAllBytes(Path.Combine(SourceTree.Root, path));
        Assert.Equal(name, new FuzzFinding(target.Name, input, 0, string.Empty).FileName);

        // After the samples, so that a refusal is no finding.
        TargetFuzzer fuzzer = new(target, seed: 1);
        fuzzer.Run(target.MakeSamples().Count, TimeSpan.Zero);
        Assert.Null(fuzzer.TryRun(input, out _));
    }
}
