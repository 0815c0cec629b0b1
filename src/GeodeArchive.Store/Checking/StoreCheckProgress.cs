using GeodeArchive.Format;

namespace GeodeArchive.Store.Checking;

/// <summary>What a check has looked at so far. Written by the check, read by whoever draws the progress.</summary>
public sealed class StoreCheckProgress
{
    private long _graphs;
    private long _pages;
    private long _keys;
    private long _pagesTotal;

    /// <summary>Graphs of the last checkpoint.</summary>
    public long Graphs => Interlocked.Read(ref _graphs);

    /// <summary>Pages, headers and superblocks among them; one that two checkpoints share counts once.</summary>
    public long Pages => Interlocked.Read(ref _pages);

    /// <summary>Keys in the trees of the last checkpoint, the catalog's among them.</summary>
    public long Keys => Interlocked.Read(ref _keys);

    /// <summary>Bytes of <see cref="Pages"/>.</summary>
    public long Bytes => Pages * StoreLimits.PageSize;

    /// <summary>Bytes that there are to check, as far as is known.</summary>
    public long BytesTotal => Interlocked.Read(ref _pagesTotal) * StoreLimits.PageSize;

    internal void AddGraph() => Interlocked.Increment(ref _graphs);

    internal void AddPage() => Interlocked.Increment(ref _pages);

    internal void AddKey() => Interlocked.Increment(ref _keys);

    internal void AddTotal(long pages) => Interlocked.Add(ref _pagesTotal, pages);
}
