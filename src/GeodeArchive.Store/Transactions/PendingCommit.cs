using GeodeArchive.Format;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Store.Transactions;

/// <summary>A transaction that is in the log and not yet in the trees; its size is what its records take in memory.</summary>
internal readonly record struct PendingCommit(LogBatch Records, int Size, Xid Xid, long Time, Lsn End);
