using System.Numerics;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Store.Pages;

/// <summary>A part of the page cache: buckets that are read without a lock, and a ring that the CLOCK hand goes round.</summary>
internal sealed class PageCacheShard
{
    private readonly IGate _gate;
    private readonly TreePage?[] _buckets;
    private readonly TreePage?[] _ring;
    private int _hand;

    internal PageCacheShard(IGate gate, int capacity)
    {
        _gate = gate;
        _ring = new TreePage?[capacity];
        _buckets = new TreePage?[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    }

    internal int Count { get; private set; }

    internal TreePage? Find(uint hash, int file, in BlockPointer pointer)
    {
        for (var page = Volatile.Read(ref _buckets[BucketOf(hash)]); page is not null; page = page.NextInBucket)
        {
            if (page.CacheFile == file && page.Location.Page == pointer.Page)
            {
                // An older page in the same place counts as none.
                if (page.Location != pointer)
                {
                    return null;
                }

                if (!page.WasUsed)
                {
                    page.WasUsed = true;
                }

                return page;
            }
        }

        return null;
    }

    internal TreePage Add(uint hash, int file, TreePage page)
    {
        _gate.Enter();
        try
        {
            var bucket = BucketOf(hash);
            for (var other = _buckets[bucket]; other is not null; other = other.NextInBucket)
            {
                if (other.CacheFile == file && other.Location.Page == page.Location.Page)
                {
                    if (other.Location == page.Location)
                    {
                        return other;
                    }

                    Unlink(other);
                    Place(page, other.CacheSlot, file, bucket);
                    return page;
                }
            }

            Place(page, FreeSlot(), file, bucket);
            return page;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private int BucketOf(uint hash) => (int)(hash & (uint)(_buckets.Length - 1));

    private int FreeSlot()
    {
        if (Count < _ring.Length)
        {
            return Count++;
        }

        while (true)
        {
            var slot = _hand;
            _hand = (_hand + 1) % _ring.Length;
            var victim = _ring[slot]!;
            if (victim.WasUsed)
            {
                victim.WasUsed = false;
                continue;
            }

            Unlink(victim);
            return slot;
        }
    }

    private void Place(TreePage page, int slot, int file, int bucket)
    {
        page.CacheFile = file;
        page.CacheSlot = slot;
        page.CacheBucket = bucket;
        page.NextInBucket = _buckets[bucket];
        _ring[slot] = page;
        Volatile.Write(ref _buckets[bucket], page);
    }

    /// <summary>Readers that stand at the page go on from it as before.</summary>
    private void Unlink(TreePage page)
    {
        ref var link = ref _buckets[page.CacheBucket];
        while (link != page)
        {
            link = ref link!.NextInBucket;
        }

        Volatile.Write(ref link, page.NextInBucket);
    }
}
