using System.Numerics;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Store.Pages;

/// <summary>
/// Clean pages of all files, at most so many. A page that is found costs no lock and no allocation: pages do not change, buckets are
/// read as they are, and who still has a page that was evicted keeps it.
/// </summary>
internal sealed class PageCache
{
    /// <summary>What a page takes in memory: its bytes, its object, its places in ring and buckets, its heads.</summary>
    internal const int PageCost = StoreLimits.PageSize + 256 + (KeyHeads.CountMax * sizeof(uint));

    private const int PageCountMin = 8;
    private const int ShardPageCount = 256;
    private const int ShardCountMax = 64;

    private readonly PageCacheShard[] _shards;
    private readonly int _shardBits;

    internal PageCache(IScheduler scheduler, long sizeMax)
    {
        var pageCount = Math.Max(sizeMax / PageCost, PageCountMin);
        var wanted = BitOperations.RoundUpToPowerOf2((ulong)(pageCount / ShardPageCount) + 1) / 2;
        var shardCount = (int)Math.Clamp(wanted, 1, ShardCountMax);
        _shardBits = BitOperations.Log2((uint)shardCount);
        _shards = new PageCacheShard[shardCount];
        for (var index = 0; index < shardCount; index++)
        {
            _shards[index] = new PageCacheShard(scheduler.CreateGate(), (int)Math.Min(pageCount / shardCount, Array.MaxLength / 4));
        }
    }

    /// <summary>Pages in it.</summary>
    internal long Count => _shards.Sum(shard => (long)shard.Count);

    /// <summary>The page that <paramref name="pointer"/> refers to, if it is here.</summary>
    internal TreePage? Find(int file, in BlockPointer pointer)
    {
        var hash = HashOf(file, pointer.Page.Value);
        return ShardOf(hash).Find(hash, file, pointer);
    }

    /// <summary>Adds a page, or finds that somebody else was faster: the one that is in the cache now.</summary>
    internal TreePage Add(int file, TreePage page)
    {
        var hash = HashOf(file, page.Location.Page.Value);
        return ShardOf(hash).Add(hash, file, page);
    }

    private static uint HashOf(int file, long page) =>
        (uint)((((ulong)page * 0x9e3779b97f4a7c15) ^ ((ulong)(uint)file * 0xbf58476d1ce4e5b9)) >> 32);

    private PageCacheShard ShardOf(uint hash) => _shards[_shardBits == 0 ? 0 : hash >> (32 - _shardBits)];
}
