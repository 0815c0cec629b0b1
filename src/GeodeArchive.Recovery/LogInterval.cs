using GeodeArchive.Format;

namespace GeodeArchive.Recovery;

/// <summary>A stretch of a timeline that is archived without a gap.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where it ends.</param>
public readonly record struct LogInterval(Lsn Start, Lsn End);
