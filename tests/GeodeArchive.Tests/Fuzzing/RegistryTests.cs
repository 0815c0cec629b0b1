using System.Reflection;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Running;
using GeodeArchive.Fuzz.Targets;

namespace GeodeArchive.Tests.Fuzzing;

/// <summary>The list of targets is complete, and what they start from is valid.</summary>
public sealed class RegistryTests
{
    public static TheoryData<string> Names => [.. TargetRegistry.All.Select(target => target.Name)];

    [Fact]
    public void Every_public_decoder_of_the_format_has_a_target()
    {
        IEnumerable<string> decoders =
            from type in typeof(FileHeader).Assembly.GetExportedTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where method.Name.StartsWith("Decode", StringComparison.Ordinal)
            select $"{type.Name}.{method.Name}";
        IEnumerable<string> covered = TargetRegistry.All.SelectMany(target => target.Covers);
        Assert.Equal(decoders.Distinct().Order(StringComparer.Ordinal), covered.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_are_unique_and_fit_file_names()
    {
        Assert.Equal(TargetRegistry.All.Count, TargetRegistry.All.Select(target => target.Name).Distinct().Count());
        Assert.All(TargetRegistry.All, target => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", target.Name));
    }

    [Fact]
    public void There_is_a_canary_for_each_way_to_fail() => Assert.Equal(
        ["canary-crash", "canary-hang", "canary-memory", "canary-round-trip"],
        TargetRegistry.All.Where(target => target.IsCanary).Select(target => target.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_is_accepted(string name)
    {
        FuzzTarget target = TargetRegistry.Find(name)!;
        IReadOnlyList<byte[]> samples = target.MakeSamples();
        Assert.NotEmpty(samples);
        TargetResult result = new TargetFuzzer(target with { IsCanary = false }, seed: 1).Run(samples.Count, TimeSpan.Zero);
        Assert.Null(result.Finding);
        Assert.Equal(samples.Count, result.AcceptedCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_are_the_same_at_each_call(string name)
    {
        FuzzTarget target = TargetRegistry.Find(name)!;
        Assert.Equal(target.MakeSamples(), target.MakeSamples());
    }
}
