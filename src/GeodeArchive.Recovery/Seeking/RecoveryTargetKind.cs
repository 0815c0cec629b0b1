namespace GeodeArchive.Recovery.Seeking;

/// <summary>What says how far to recover.</summary>
public enum RecoveryTargetKind
{
    /// <summary>As far as the archive goes.</summary>
    Latest = 1,

    /// <summary>Nothing but the base.</summary>
    Immediate = 2,

    /// <summary>A wall time.</summary>
    Time = 3,

    /// <summary>A transaction.</summary>
    Xid = 4,

    /// <summary>A place in the log.</summary>
    Lsn = 5,

    /// <summary>A recovery point.</summary>
    Name = 6,
}
