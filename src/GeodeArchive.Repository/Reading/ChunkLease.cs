namespace GeodeArchive.Repository.Reading;

/// <summary>A chunk's bytes, checked against its id. They are valid until the lease is disposed.</summary>
public readonly ref struct ChunkLease : IDisposable
{
    private readonly BlockCache _cache;
    private readonly CachedBlock _block;

    internal ChunkLease(BlockCache cache, CachedBlock block, ReadOnlySpan<byte> bytes)
    {
        _cache = cache;
        _block = block;
        Bytes = bytes;
    }

    /// <summary>The chunk.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <inheritdoc/>
    public void Dispose() => _cache.Release(_block);
}
