namespace GeodeArchive.Load.Running;

/// <summary>What a run does.</summary>
public sealed record LoadSettings
{
    /// <summary>Decides all transactions.</summary>
    public ulong Seed { get; init; }

    /// <summary>Streams, each with a worker.</summary>
    public int ClientCount { get; init; } = 1;

    /// <summary>Transactions that each client commits; null for as long as the time says.</summary>
    public long? TransactionCount { get; init; }

    /// <summary>How long it runs; null for as long as the count says. Without either until it is ended.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Recovery points that are made at the end of the run, one after the other.</summary>
    public IReadOnlyList<string> Points { get; init; } = [];

    /// <summary>Workers that compare snapshots with the streams meanwhile.</summary>
    public int ReaderCount { get; init; }

    /// <summary>Transactions of all clients between two checkpoints that are asked for; 0 for none but the database's own.</summary>
    public long CheckpointEvery { get; init; }
}
