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
}
