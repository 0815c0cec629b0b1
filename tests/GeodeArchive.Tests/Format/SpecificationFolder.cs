using System.Reflection;

namespace GeodeArchive.Tests.Format;

/// <summary>The folder format-spec of the tree that the tests were built from.</summary>
internal static class SpecificationFolder
{
    public static string Root { get; } = Path.Combine(
        typeof(SpecificationFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "format-spec");

    public static IEnumerable<string> Pages => Directory.EnumerateFiles(Root, "*.md").Order(StringComparer.Ordinal);
}
