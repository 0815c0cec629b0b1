namespace GeodeArchive.Objects;

/// <summary>Why an object operation failed. Part of the contract: callers decide by it.</summary>
public enum ObjectError
{
    /// <summary>The store failed; nothing of what was asked for happened, or it does not matter.</summary>
    Failed = 1,

    /// <summary>The object does not exist.</summary>
    NotFound = 2,

    /// <summary>Not permitted.</summary>
    Denied = 3,

    /// <summary>The store is full.</summary>
    NoSpace = 4,

    /// <summary>Whether the object was created is not known: look at it before trying again.</summary>
    OutcomeUnknown = 5,

    /// <summary>The object exists already, where an upload wanted to create it.</summary>
    Exists = 6,
}
