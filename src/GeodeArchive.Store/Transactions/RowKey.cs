using GeodeArchive.Format;

namespace GeodeArchive.Store.Transactions;

/// <summary>What two transactions can be in conflict over.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Aspect">What of the row.</param>
/// <param name="Id">The row.</param>
internal readonly record struct RowKey(GraphId Graph, RowAspect Aspect, long Id);
