namespace GeodeArchive.Format;

/// <summary>How a command ended that an access record tells of. 0 is invalid.</summary>
public enum AccessOutcome : byte
{
    /// <summary>Done.</summary>
    Done = 1,

    /// <summary>Done, but something is missing or damaged: its exit code says what.</summary>
    Incomplete = 2,

    /// <summary>It failed, or was refused.</summary>
    Failed = 3,
}
