namespace GeodeArchive.Store;

/// <summary>Why a store operation failed. Part of the contract: callers decide by it.</summary>
public enum StoreError
{
    /// <summary>An I/O error; the file system's own words are in the message.</summary>
    Failed = 1,

    /// <summary>A file fails a check.</summary>
    Damaged = 2,

    /// <summary>A file needs a newer program.</summary>
    Unsupported = 3,

    /// <summary>There is no store, or no such graph.</summary>
    NotFound = 4,

    /// <summary>There is a store already.</summary>
    Exists = 5,

    /// <summary>The file system is full. A checkpoint that fails so can be tried again when there is room.</summary>
    NoSpace = 6,

    /// <summary>Another transaction changed the same first. Nothing was changed; try again.</summary>
    Conflict = 7,

    /// <summary>The database, or the transaction, takes no changes.</summary>
    ReadOnly = 8,

    /// <summary>More than a transaction, a row, or the numbers there are.</summary>
    TooLarge = 9,

    /// <summary>There was no room in the log, or too much is not yet in the files, for too long. Nothing was changed; try again.</summary>
    Full = 10,

    /// <summary>Whether the commit is durable is not known: the log failed. All of it, or nothing, is there after the next start.</summary>
    OutcomeUnknown = 11,

    /// <summary>What is to be deleted is referred to.</summary>
    InUse = 12,

    /// <summary>The database was closed.</summary>
    Closed = 13,

    /// <summary>Another process has the data directory open.</summary>
    Locked = 14,

    /// <summary>A restore into the data directory has not been completed.</summary>
    Unfinished = 15,
}
