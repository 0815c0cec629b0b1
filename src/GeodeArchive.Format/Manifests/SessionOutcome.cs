namespace GeodeArchive.Format;

/// <summary>How a writer ended. 0 is invalid.</summary>
public enum SessionOutcome : byte
{
    /// <summary>It committed what it came for.</summary>
    Committed = 1,

    /// <summary>It gave up.</summary>
    Abandoned = 2,
}
