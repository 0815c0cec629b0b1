using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Documents;

/// <summary>The last line of <c>backup diff --json</c>.</summary>
/// <param name="Totals">The sums.</param>
internal sealed record DiffTotalsDocument(DiffTotals Totals);
