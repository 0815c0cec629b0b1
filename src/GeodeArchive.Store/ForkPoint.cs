using GeodeArchive.Format;

namespace GeodeArchive.Store;

/// <summary>Where a restored database leaves the history that it comes from.</summary>
/// <param name="TimelineId">That history.</param>
/// <param name="Epoch">Its epoch; the new timeline's is higher.</param>
/// <param name="Lsn">The place: the end of a record.</param>
public readonly record struct ForkPoint(TimelineId TimelineId, uint Epoch, Lsn Lsn);
