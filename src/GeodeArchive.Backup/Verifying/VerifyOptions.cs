namespace GeodeArchive.Backup.Verifying;

/// <summary>What a verification is asked to do.</summary>
public sealed record VerifyOptions
{
    /// <summary>Name of the backup in its archive root.</summary>
    public required string Name { get; init; }

    /// <summary>Read every byte of every file that the backup needs, and check every sum and chunk id.</summary>
    public bool ChecksSums { get; init; } = true;

    /// <summary>Walk the whole tree and check that everything it refers to is there and fits.</summary>
    public bool ChecksConsistency { get; init; } = true;

    /// <summary>Workers that read and check; 0 means as many as keep processors and disk busy.</summary>
    public int WorkerCount { get; init; }
}
