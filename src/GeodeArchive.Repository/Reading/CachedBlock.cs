using System.Runtime.ExceptionServices;

namespace GeodeArchive.Repository.Reading;

/// <summary>
/// A block in the cache, or on its way there. Its fields are guarded by the cache's gate; the bytes do not change once it is
/// loaded.
/// </summary>
internal sealed class CachedBlock
{
    public CachedBlock(BlockKey key) => Key = key;

    public BlockKey Key { get; }

    public byte[] Plain { get; set; } = [];

    public int Length { get; set; }

    public bool IsLoaded { get; set; }

    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Workers that are using the bytes.</summary>
    public int UserCount { get; set; }
}
