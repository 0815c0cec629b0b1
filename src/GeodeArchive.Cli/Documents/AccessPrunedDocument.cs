namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>repository access --prune --json</c> prints.</summary>
/// <param name="Root">The archive root, as it was given.</param>
/// <param name="PrunedCount">Records that were, or would be, removed.</param>
/// <param name="DryRun">True when nothing was removed.</param>
internal sealed record AccessPrunedDocument(string Root, long PrunedCount, bool DryRun);
