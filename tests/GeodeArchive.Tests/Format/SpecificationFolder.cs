using GeodeArchive.Tests.Architecture;

namespace GeodeArchive.Tests.Format;

/// <summary>The folder format-spec of the tree that the tests were built from.</summary>
internal static class SpecificationFolder
{
    public static string Root { get; } = Path.Combine(SourceTree.Root, "format-spec");

    public static IEnumerable<string> Pages => Directory.EnumerateFiles(Root, "*.md").Order(StringComparer.Ordinal);
}
