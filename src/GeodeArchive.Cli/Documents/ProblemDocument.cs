using GeodeArchive.Backup.Reporting;

namespace GeodeArchive.Cli.Documents;

/// <summary>Something about one entry, in a result document.</summary>
/// <param name="Path">The entry; bytes that are not printable UTF-8 as \xNN.</param>
/// <param name="Reason">What happened.</param>
internal sealed record ProblemDocument(string Path, string Reason)
{
    /// <summary>Describes problems.</summary>
    public static IReadOnlyList<ProblemDocument> From(IEnumerable<Problem> problems) =>
        [.. problems.Select(problem => new ProblemDocument(problem.Path, problem.Reason))];
}
