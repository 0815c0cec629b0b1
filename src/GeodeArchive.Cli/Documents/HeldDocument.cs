namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup hold --json</c> prints.</summary>
internal sealed record HeldDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>Name of the backup.</summary>
    public required string Name { get; init; }

    /// <summary>Its hold; null when it was released.</summary>
    public required HoldDocument? Hold { get; init; }
}
