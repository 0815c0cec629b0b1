namespace GeodeArchive.Loading;

/// <summary>How a load is done.</summary>
public sealed record LoadOptions
{
    /// <summary>The graph that is made.</summary>
    public string Graph { get; init; } = "default";

    /// <summary>Drops a graph of that name first; without it, one that holds something is refused.</summary>
    public bool ReplacesGraph { get; init; }

    /// <summary>Rows in a transaction.</summary>
    public int BatchSize { get; init; } = 10_000;

    /// <summary>Workers that parse; 0 for one a processor.</summary>
    public int WorkerCount { get; init; }

    /// <summary>Bytes that a worker takes at once, where rows are not longer.</summary>
    public int ChunkSize { get; init; } = 1 << 20;
}
