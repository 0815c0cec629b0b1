namespace GeodeArchive.Recovery.Seeking;

/// <summary>Why a target cannot be reached.</summary>
public enum UnreachableReason
{
    /// <summary>It is before the base.</summary>
    BeforeBase = 1,

    /// <summary>It is after what the archive covers.</summary>
    AfterEnd = 2,

    /// <summary>There is no such transaction, recovery point or timeline.</summary>
    NotFound = 3,

    /// <summary>Several timelines hold it.</summary>
    Ambiguous = 4,

    /// <summary>The archive does not hold what follows the base.</summary>
    Gap = 5,
}
