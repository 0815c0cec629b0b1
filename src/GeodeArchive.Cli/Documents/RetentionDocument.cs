using GeodeArchive.Backup.Retaining;

namespace GeodeArchive.Cli.Documents;

/// <summary>What becomes of one backup in a cleanup.</summary>
/// <param name="Name">Name of the backup.</param>
/// <param name="Kept">False if it was, or would be, removed.</param>
/// <param name="Reason">Why.</param>
internal sealed record RetentionDocument(string Name, bool Kept, string Reason)
{
    /// <summary>Describes decisions.</summary>
    public static IReadOnlyList<RetentionDocument> From(IEnumerable<RetentionDecision> decisions) =>
        [.. decisions.Select(decision => new RetentionDocument(decision.Backup.Name, decision.IsKept, decision.Reason))];
}
