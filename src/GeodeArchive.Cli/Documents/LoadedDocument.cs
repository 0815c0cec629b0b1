using GeodeArchive.Io.Files;
using GeodeArchive.Loading;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>load --json</c> prints.</summary>
internal sealed record LoadedDocument
{
    /// <summary>The data directory, as it was given.</summary>
    public required string DataDir { get; init; }

    /// <summary>The graph.</summary>
    public required string Graph { get; init; }

    /// <summary>True when nothing was written.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Nodes.</summary>
    public required long NodeCount { get; init; }

    /// <summary>Relationships.</summary>
    public required long RelationshipCount { get; init; }

    /// <summary>Bytes of input.</summary>
    public required long InputSize { get; init; }

    /// <summary>That of the graph; null with a dry run.</summary>
    public required string? Fingerprint { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Describes a load.</summary>
    public static LoadedDocument From(FilePath directory, string graph, LoadResult result, TimeSpan elapsed, string? fingerprint) => new()
    {
        DataDir = directory.ToString(),
        Graph = graph,
        DryRun = fingerprint is null,
        NodeCount = result.NodeCount,
        RelationshipCount = result.RelationshipCount,
        InputSize = result.InputSize,
        Fingerprint = fingerprint,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, digits: 3),
    };
}
