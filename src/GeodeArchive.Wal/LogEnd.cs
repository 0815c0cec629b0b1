using GeodeArchive.Format;

namespace GeodeArchive.Wal;

/// <summary>Where a log ends, and what the next frame must go on from.</summary>
/// <param name="Lsn">The place after the last record.</param>
/// <param name="PreviousSum">The sum of the last frame with records; 0 if there is none.</param>
/// <param name="TimeMax">The highest time of a commit; <see cref="long.MinValue"/> if there is none.</param>
/// <param name="XidMax">The highest XID of a commit.</param>
internal readonly record struct LogEnd(Lsn Lsn, uint PreviousSum, long TimeMax, Xid XidMax);
