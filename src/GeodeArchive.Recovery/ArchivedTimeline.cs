using GeodeArchive.Format;

namespace GeodeArchive.Recovery;

/// <summary>What an archive holds of a timeline.</summary>
/// <param name="Timeline">Its file.</param>
/// <param name="Intervals">What can be recovered, in order; several if something is missing between them.</param>
/// <param name="Covered">The newest note, or null.</param>
/// <param name="ObjectCount">Objects.</param>
/// <param name="StoredSize">Their length, in bytes.</param>
/// <param name="Damages">Each object that is missing or damaged: its key, offset and the check that failed.</param>
public sealed record ArchivedTimeline(
    LogTimeline Timeline,
    IReadOnlyList<LogInterval> Intervals,
    LogCovered? Covered,
    int ObjectCount,
    long StoredSize,
    IReadOnlyList<LogArchiveException> Damages);
