namespace GeodeArchive.Format;

/// <summary>
/// The filter of an index, a blocked Bloom filter of about one byte for each chunk: says for sure that a chunk is not there, or that it
/// may be. See format-spec/index.md; Putze, Sanders, Singler, Cache-, Hash- and Space-Efficient Bloom Filters, 2007. The filter is a span
/// of whole buckets.
/// </summary>
public static class IndexFilter
{
    /// <summary>Size of a bucket, in bytes: one cache line.</summary>
    public const int BucketSize = 64;

    /// <summary>Plain payload of every filter or fence block but the last, in bytes.</summary>
    public const int BlockPlainSize = 1 << 20;

    private const int BitsOfEntry = 8;
    private const int BitsOfBucket = BucketSize * 8;
    private const int ProbeCount = 6;
    private const int ProbeBits = 9;

    /// <summary>Buckets for that many entries: eight bits for each, at least one bucket.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than none, or more than an index can hold.</exception>
    public static int BucketCountFor(long entryCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(entryCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entryCount, (long)int.MaxValue * (BitsOfBucket / BitsOfEntry));
        return (int)Math.Max(1, ((entryCount * BitsOfEntry) + BitsOfBucket - 1) / BitsOfBucket);
    }

    /// <summary>Filter blocks for that many buckets.</summary>
    public static long BlockCountFor(long bucketCount) => BlockCountForSize(bucketCount * BucketSize);

    /// <summary>The bucket of a chunk. Buckets ascend with prefixes, so a filter can be filled from sorted entries in order.</summary>
    public static int BucketOf(ChunkPrefix prefix, int bucketCount) => (int)Math.BigMul(prefix.High, (ulong)bucketCount, out _);

    /// <summary>Notes a chunk.</summary>
    /// <param name="filter">Whole buckets, at least one.</param>
    /// <param name="prefix">The chunk.</param>
    public static void Set(Span<byte> filter, ChunkPrefix prefix)
    {
        Span<byte> bucket = filter.Slice(BucketOf(prefix, filter.Length / BucketSize) * BucketSize, BucketSize);
        ulong bits = prefix.Low;
        for (int i = 0; i < ProbeCount; i++)
        {
            int bit = (int)(bits & (BitsOfBucket - 1));
            bucket[bit >> 3] |= (byte)(1 << (bit & 7));
            bits >>= ProbeBits;
        }
    }

    /// <summary>Whether a chunk may have been noted; false is certain.</summary>
    /// <param name="filter">Whole buckets, at least one.</param>
    /// <param name="prefix">The chunk.</param>
    public static bool MayContain(ReadOnlySpan<byte> filter, ChunkPrefix prefix)
    {
        ReadOnlySpan<byte> bucket = filter.Slice(BucketOf(prefix, filter.Length / BucketSize) * BucketSize, BucketSize);
        ulong bits = prefix.Low;
        for (int i = 0; i < ProbeCount; i++)
        {
            int bit = (int)(bits & (BitsOfBucket - 1));
            if ((bucket[bit >> 3] & (1 << (bit & 7))) == 0)
            {
                return false;
            }

            bits >>= ProbeBits;
        }

        return true;
    }

    internal static long BlockCountForSize(long size) => (size + BlockPlainSize - 1) / BlockPlainSize;
}
