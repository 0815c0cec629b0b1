using GeodeArchive.Format;

namespace GeodeArchive.Load.Recording;

/// <summary>A transaction that was acknowledged.</summary>
/// <param name="Client">Whose.</param>
/// <param name="Sequence">Its number in the client's stream.</param>
/// <param name="Xid">Its number in the database.</param>
/// <param name="Lsn">The place in the log after it.</param>
/// <param name="Time">When it was committed, in nanoseconds since 1970-01-01 UTC.</param>
public sealed record Acknowledgement(int Client, long Sequence, Xid Xid, Lsn Lsn, long Time);
