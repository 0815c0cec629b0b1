using GeodeArchive.Format;

namespace GeodeArchive.Recovery;

/// <summary>A stretch of a timeline that is replayed.</summary>
/// <param name="Timeline">The timeline.</param>
/// <param name="From">The end of the last record before it.</param>
/// <param name="To">The end of its last record.</param>
public readonly record struct LogStretch(TimelineId Timeline, Lsn From, Lsn To);
