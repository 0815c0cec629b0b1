using GeodeArchive.Format;

namespace GeodeArchive.Store;

/// <summary>A state that was restored.</summary>
/// <param name="Timeline">The timeline that goes on from it.</param>
/// <param name="IncarnationId">The life that goes on from it.</param>
/// <param name="Xid">The last transaction in it; 0 if there is none.</param>
/// <param name="TimeMax">The highest time of a commit in it; <see cref="long.MinValue"/> if there is none.</param>
/// <param name="Count">Transactions that were replayed.</param>
public sealed record ReplayResult(LogTimeline Timeline, IncarnationId IncarnationId, Xid Xid, long TimeMax, long Count);
