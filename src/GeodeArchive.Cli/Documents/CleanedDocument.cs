namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup cleanup --json</c> prints.</summary>
internal sealed record CleanedDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>True when nothing was done.</summary>
    public required bool DryRun { get; init; }

    /// <summary>All backups, in the order they were made, with what becomes of them.</summary>
    public required IReadOnlyList<RetentionDocument> Backups { get; init; }

    /// <summary>How many were removed, or would be.</summary>
    public required long RemovedCount { get; init; }

    /// <summary>The collection that followed; null with --dry-run.</summary>
    public required CollectedDocument? Collection { get; init; }

    /// <summary>What the operator should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
