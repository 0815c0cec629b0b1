namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup delete --json</c> prints.</summary>
internal sealed record DeletedDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>True when nothing was done.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Names of the backups that were deleted, or would be.</summary>
    public required IReadOnlyList<string> Backups { get; init; }

    /// <summary>What the operator should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
