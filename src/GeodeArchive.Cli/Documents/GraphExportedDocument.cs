using GeodeArchive.Io.Files;
using GeodeArchive.Loading;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>export --json</c> prints.</summary>
internal sealed record GraphExportedDocument
{
    /// <summary>The data directory, as it was given.</summary>
    public required string DataDir { get; init; }

    /// <summary>The graph.</summary>
    public required string Graph { get; init; }

    /// <summary>The files, nodes first.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Nodes.</summary>
    public required long NodeCount { get; init; }

    /// <summary>Relationships.</summary>
    public required long RelationshipCount { get; init; }

    /// <summary>Bytes of the files.</summary>
    public required long Size { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Describes an export.</summary>
    public static GraphExportedDocument From(
        FilePath directory, FilePath output, string graph, ExportResult result, TimeSpan elapsed) => new()
    {
        DataDir = directory.ToString(),
        Graph = graph,
        Files = [.. result.Files.Select(name => output.Append(FileName.From(name)).ToString())],
        NodeCount = result.NodeCount,
        RelationshipCount = result.RelationshipCount,
        Size = result.Size,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, digits: 3),
    };
}
