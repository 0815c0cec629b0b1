using System.Reflection;

namespace GeodeArchive.Tests.Architecture;

/// <summary>The checked-out tree that these tests were built from.</summary>
internal static class SourceTree
{
    private static readonly string[] SkippedDirectories = [".git", "artifacts", "bin", "obj", "__pycache__"];

    public static string Root { get; } = typeof(SourceTree).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>All files but those that are built, as paths relative to the root with '/', in order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(new DirectoryInfo(Root)).Order(StringComparer.Ordinal)];

    public static string[] ReadLines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static string ReadText(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(DirectoryInfo directory)
    {
        foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is not null)
            {
                continue;
            }

            if (entry is not DirectoryInfo child)
            {
                yield return Path.GetRelativePath(Root, entry.FullName);
            }
            else if (!SkippedDirectories.Contains(child.Name))
            {
                foreach (string path in Walk(child))
                {
                    yield return path;
                }
            }
        }
    }
}
