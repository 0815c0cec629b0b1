using GeodeArchive.Format;

namespace GeodeArchive.Store.Transactions;

/// <summary>Where a transaction is in the log.</summary>
/// <param name="Xid">Its number; none if it changed nothing.</param>
/// <param name="Lsn">The place after its commit.</param>
/// <param name="Time">When it was committed, in nanoseconds since 1970-01-01 UTC.</param>
public readonly record struct CommitResult(Xid Xid, Lsn Lsn, long Time);
