namespace GeodeArchive.Backup.Collecting;

/// <summary>What a collection is asked to do.</summary>
public sealed record CollectOptions
{
    /// <summary>Name of this machine: sessions that it ran are known to be dead or alive.</summary>
    public required string Host { get; init; }

    /// <summary>Name and version of this program.</summary>
    public required string Program { get; init; }

    /// <summary>Sessions that were opened longer ago than this are ended, wherever they run; null for none.</summary>
    public TimeSpan? FenceOlderThan { get; init; }

    /// <summary>Say what would be done, and write nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>A segment is written again when less than this part of its chunks' bytes is needed, in percent.</summary>
    public int LivePercentLeast { get; init; } = 60;
}
