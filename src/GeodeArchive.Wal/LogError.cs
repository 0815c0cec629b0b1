namespace GeodeArchive.Wal;

/// <summary>Why an operation of the log failed. Part of the contract: callers decide by it.</summary>
public enum LogError
{
    /// <summary>The file system failed, and nothing of what was asked for happened.</summary>
    Failed = 1,

    /// <summary>Acknowledged data is damaged or missing. Nothing was changed.</summary>
    Damaged = 2,

    /// <summary>
    /// A write or sync failed: whether what was appended since the last acknowledgement is durable is not known. The log takes nothing
    /// more.
    /// </summary>
    OutcomeUnknown = 3,

    /// <summary>There was no room in time. Nothing was appended; try again.</summary>
    Full = 4,

    /// <summary>More than a transaction or a record may have.</summary>
    TooLarge = 5,

    /// <summary>The place was asked for after its segment was released, or lies after the end.</summary>
    OutOfRange = 6,

    /// <summary>The log was closed.</summary>
    Closed = 7,

    /// <summary>Written by a version or with a feature that this program does not know.</summary>
    Unsupported = 8,

    /// <summary>The files belong to another database.</summary>
    OtherDatabase = 9,

    /// <summary>There is a log already.</summary>
    Exists = 10,
}
