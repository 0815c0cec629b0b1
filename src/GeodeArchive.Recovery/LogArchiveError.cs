namespace GeodeArchive.Recovery;

/// <summary>Why an operation of a WAL archive failed. Part of the contract: callers decide by it.</summary>
public enum LogArchiveError
{
    /// <summary>The store or the machine failed.</summary>
    Failed = 1,

    /// <summary>An object is damaged or missing.</summary>
    Damaged = 2,

    /// <summary>There is no WAL archive at the place.</summary>
    NotAnArchive = 3,

    /// <summary>The archive is another database's.</summary>
    OtherDatabase = 4,

    /// <summary>
    /// The archive holds another history under the timeline's name: two servers wrote as one, or one was set back. Nothing may be added.
    /// </summary>
    AnotherHistory = 5,

    /// <summary>The log no longer has what follows the archive's end: the archive cannot go on without a gap.</summary>
    Gap = 6,

    /// <summary>Written by a version or with a feature that this program does not know.</summary>
    Unsupported = 7,

    /// <summary>What was asked for is not in the archive.</summary>
    NotFound = 8,
}
