namespace GeodeArchive.Repository;

/// <summary>Why a repository operation failed. Part of the contract: commands choose their exit code by it.</summary>
public enum RepositoryError
{
    /// <summary>The store or the machine failed.</summary>
    Failed = 1,

    /// <summary>A file is damaged: some check of format-spec failed.</summary>
    Damaged = 2,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 3,

    /// <summary>What was to be made exists already.</summary>
    Exists = 4,

    /// <summary>The session was ended by somebody else; it can commit nothing.</summary>
    Fenced = 5,

    /// <summary>The place is neither an archive root nor empty.</summary>
    NotARoot = 6,

    /// <summary>Written by a version or with a feature that this program does not know.</summary>
    Unsupported = 7,

    /// <summary>A commit may or may not have happened.</summary>
    OutcomeUnknown = 8,

    /// <summary>A key is missing or wrong.</summary>
    Key = 9,
}
