using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>The state that recovery starts from: a checkpoint.</summary>
/// <param name="Timeline">Its timeline.</param>
/// <param name="Lsn">Everything before this place is in it, and nothing after.</param>
/// <param name="Xid">Its last transaction.</param>
/// <param name="TimeMax">The highest time of a commit in it; <see cref="long.MinValue"/> if there is none.</param>
public sealed record RecoveryBase(TimelineId Timeline, Lsn Lsn, Xid Xid, long TimeMax)
{
    /// <summary>The base as the place to stop at.</summary>
    internal CommitPlace Place => new(Lsn, Xid, TimeMax);
}
