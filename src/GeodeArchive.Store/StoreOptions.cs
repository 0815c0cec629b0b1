namespace GeodeArchive.Store;

/// <summary>How a store is run.</summary>
/// <remarks>
/// Memory: the page cache, the pages that changed since the last checkpoint (<see cref="TreeStore.DirtySize"/>, which the caller bounds
/// by when it starts checkpoints; those of a running checkpoint count too), 4 MiB of buffers, and 16 MiB of space map for every TiB of
/// the files that were written to.
/// </remarks>
public sealed record StoreOptions
{
    /// <summary>Bytes of clean pages that are kept in memory.</summary>
    public long CacheSizeMax { get; init; } = 256L << 20;

    /// <summary>
    /// Starts a new incarnation with the next checkpoint: whenever states of another copy may have the numbers of this one's.
    /// </summary>
    public bool BeginsIncarnation { get; init; }
}
