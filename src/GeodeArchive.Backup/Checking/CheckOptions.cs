namespace GeodeArchive.Backup.Checking;

/// <summary>What a check of a whole repository is asked to do.</summary>
public sealed record CheckOptions
{
    /// <summary>Read every byte of the segments; otherwise only how each is laid out.</summary>
    public bool ReadsData { get; init; }

    /// <summary>Workers that read and check; 0 means as many as keep processors and disk busy.</summary>
    public int WorkerCount { get; init; }
}
