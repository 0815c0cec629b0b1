using GeodeArchive.Format;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Store.Transactions;

/// <summary>A transaction that is in the log and not yet in the trees.</summary>
internal readonly record struct PendingCommit(LogBatch Records, Xid Xid, long Time, Lsn End);
