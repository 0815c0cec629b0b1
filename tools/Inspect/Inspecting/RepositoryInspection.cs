using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a file that is a header and nothing else: the repository file, or a key slot.</summary>
internal static class RepositoryInspection
{
    /// <summary>Shows the file.</summary>
    /// <returns>What it says, in words.</returns>
    public static string Run(Inspection inspection, ArchiveFileKind kind)
    {
        using var scanner = new RepositoryFileScanner(inspection.Source, kind, inspection.Findings.Add);
        inspection.ShowHeader(scanner);
        scanner.CheckEnd();
        inspection.Findings.Show();
        return scanner.Header is { } header ? $"repository {header.RepositoryId}" : string.Empty;
    }
}
