using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>How far to recover.</summary>
public sealed record RecoveryTarget
{
    private RecoveryTarget(RecoveryTargetKind kind) => Kind = kind;

    /// <summary>As far as the archive goes.</summary>
    public static RecoveryTarget Latest { get; } = new(RecoveryTargetKind.Latest);

    /// <summary>Nothing but the base.</summary>
    public static RecoveryTarget Immediate { get; } = new(RecoveryTargetKind.Immediate);

    /// <summary>What says it.</summary>
    public RecoveryTargetKind Kind { get; }

    /// <summary>A wall time, in nanoseconds since 1970-01-01 UTC.</summary>
    public long Time { get; private init; }

    /// <summary>A transaction.</summary>
    public Xid Xid { get; private init; }

    /// <summary>A place.</summary>
    public Lsn Lsn { get; private init; }

    /// <summary>A recovery point.</summary>
    public string Name { get; private init; } = string.Empty;

    /// <summary>Whether to stop before what is named instead of after it.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>The timeline to follow; null where only one holds the target.</summary>
    public TimelineId? Timeline { get; init; }

    /// <summary>Stops before the first commit whose time is after <paramref name="time"/>; exclusive: not before it.</summary>
    public static RecoveryTarget AtTime(long time) => new(RecoveryTargetKind.Time) { Time = time };

    /// <summary>Stops after a transaction; exclusive: before it.</summary>
    public static RecoveryTarget AtXid(Xid xid) => new(RecoveryTargetKind.Xid) { Xid = xid };

    /// <summary>Stops after the last commit that ends at or before <paramref name="lsn"/>; exclusive: before it.</summary>
    public static RecoveryTarget AtLsn(Lsn lsn) => new(RecoveryTargetKind.Lsn) { Lsn = lsn };

    /// <summary>Stops after the commit that a recovery point names; exclusive: after the one before.</summary>
    public static RecoveryTarget AtName(string name) => new(RecoveryTargetKind.Name) { Name = name };

    /// <summary>Whether a commit of this time is the first that does not count.</summary>
    internal bool IsExceededBy(long time) => IsExclusive ? time >= Time : time > Time;
}
