using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>Where a target is, and how to get there.</summary>
/// <param name="Path">What to replay, in order; empty if it is the base itself.</param>
/// <param name="Timeline">The timeline of the last commit that counts.</param>
/// <param name="Stop">That commit; or the base's place, last transaction and highest time.</param>
/// <param name="Cost">What finding it took.</param>
/// <param name="Notes">Damage that was met and did not matter, one sentence each.</param>
public sealed record ResolvedTarget(
    IReadOnlyList<LogStretch> Path, TimelineId Timeline, CommitPlace Stop, ReadCount Cost, IReadOnlyList<string> Notes);
