namespace GeodeArchive.Objects;

/// <summary>Why an object operation failed. Part of the contract: callers decide by it.</summary>
public enum ObjectError
{
    /// <summary>The store failed; what was asked for did not happen. An object that was to be created is not there.</summary>
    Failed = 1,

    /// <summary>The object does not exist.</summary>
    NotFound = 2,

    /// <summary>Not permitted. An object that was to be created is not there.</summary>
    Denied = 3,

    /// <summary>The store is full. An object that was to be created is not there.</summary>
    NoSpace = 4,

    /// <summary>
    /// Whether the object was created, or would survive a power cut, is not known: look at it before trying again. Given only by the step
    /// that makes an object visible, when the medium or the network failed in it.
    /// </summary>
    OutcomeUnknown = 5,

    /// <summary>The object exists already, where an upload wanted to create it.</summary>
    Exists = 6,
}
