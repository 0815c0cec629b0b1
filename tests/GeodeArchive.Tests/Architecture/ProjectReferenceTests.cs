using System.Xml.Linq;

namespace GeodeArchive.Tests.Architecture;

/// <summary>The layers, as a table. A new reference or package is a decision, and is written here too.</summary>
public sealed class ProjectReferenceTests
{
    private const string Io = "GeodeArchive.Io";
    private const string Configuration = "GeodeArchive.Configuration";
    private const string Format = "GeodeArchive.Format";
    private const string Codecs = "GeodeArchive.Codecs";
    private const string Objects = "GeodeArchive.Objects";
    private const string Wal = "GeodeArchive.Wal";
    private const string Repository = "GeodeArchive.Repository";
    private const string Store = "GeodeArchive.Store";
    private const string Loading = "GeodeArchive.Loading";
    private const string Recovery = "GeodeArchive.Recovery";
    private const string Backup = "GeodeArchive.Backup";
    private const string Cli = "GeodeArchive.Cli";
    private const string Inspect = "GeodeArchive.Inspect";
    private const string Simulation = "GeodeArchive.Simulation";
    private const string Fuzz = "GeodeArchive.Fuzz";
    private const string Load = "GeodeArchive.Load";

    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        [Io] = [],
        [Configuration] = [Io],
        [Format] = [],
        [Codecs] = [Format],
        [Objects] = [Io],
        [Wal] = [Io, Format],
        [Repository] = [Io, Format, Codecs, Objects],
        [Store] = [Io, Format, Wal],
        [Loading] = [Io, Format, Store],
        [Recovery] = [Io, Format, Codecs, Objects, Wal, Repository],
        [Backup] = [Io, Format, Codecs, Objects, Wal, Repository, Store, Recovery],
        [Cli] = [Io, Configuration, Format, Codecs, Objects, Wal, Repository, Store, Loading, Recovery, Backup],
        [Inspect] = [Io, Format, Codecs, Objects, Repository],
        [Simulation] = [Io],
        [Fuzz] = [Io, Configuration, Format, Codecs, Objects, Repository, Backup, Inspect, Simulation],
        [Load] = [Io, Format, Objects, Wal, Store, Recovery, Simulation],
        ["GeodeArchive.Tests"] =
        [
            Io, Configuration, Format, Codecs, Objects, Wal, Repository, Store, Loading, Recovery, Backup, Cli, Inspect, Simulation, Fuzz, Load,
        ],
        ["GeodeArchive.EndToEnd.Tests"] = [],
        ["GeodeArchive.Benchmarks"] = [Io, Format, Codecs, Objects, Repository, Backup],
        ["GeodeArchive.IndexScale"] = [Io, Format, Codecs, Objects, Repository],
        ["GeodeArchive.LogComparison"] = [Io, Format, Objects, Wal, Store, Recovery],
    };

    // Product.props adds the banned-symbols analyzer to each product project; it is no part of the binaries.
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        [Cli] = ["System.CommandLine"],
        [Inspect] = ["System.CommandLine"],
        ["GeodeArchive.Tests"] = ["FSharp.Core", "FsCheck", "xunit.v3"],
        ["GeodeArchive.EndToEnd.Tests"] = ["xunit.v3"],
        ["GeodeArchive.Benchmarks"] =
        [
            "BenchmarkDotNet",
            "Microsoft.CodeAnalysis.CSharp",
            "Microsoft.Diagnostics.Tracing.TraceEvent",
            "System.Management",
        ],
        ["GeodeArchive.LogComparison"] = ["Microsoft.FASTER.Core", "System.Interactive.Async"],
    };

    private static readonly string[] ProjectPaths =
        [.. SourceTree.Files.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))];

    public static TheoryData<string> Projects => [.. ProjectPaths.Select(path => Path.GetFileNameWithoutExtension(path))];

    [Fact]
    public void Projects_are_exactly_those_of_the_table()
    {
        Assert.Equal(AllowedReferences.Keys.Order(StringComparer.Ordinal), Projects.Select(row => row.Data).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = SourceTree.ReadText("GeodeArchive.sln").Replace('\\', '/');
        Assert.All(ProjectPaths, path => Assert.Contains('"' + path + '"', solution, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_are_exactly_those_of_the_table(string project)
    {
        IEnumerable<string> actual = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));
        Assert.Equal(AllowedReferences[project].Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Packages_are_exactly_those_of_the_table(string project)
    {
        string[] allowed = AllowedPackages.GetValueOrDefault(project, []);
        Assert.Equal(allowed.Order(StringComparer.Ordinal), Items(project, "PackageReference").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void References_that_are_not_written_do_not_reach_a_project()
    {
        Assert.Contains(
            "<DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences>",
            SourceTree.ReadText("Directory.Build.props"),
            StringComparison.Ordinal);
    }

    private static IEnumerable<string> Items(string project, string kind)
    {
        string path = ProjectPaths.Single(path => Path.GetFileNameWithoutExtension(path) == project);
        return XDocument.Parse(SourceTree.ReadText(path)).Descendants(kind).Select(item => item.Attribute("Include")!.Value);
    }
}
