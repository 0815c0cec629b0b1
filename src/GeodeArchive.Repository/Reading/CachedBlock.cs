using System.Runtime.ExceptionServices;

namespace GeodeArchive.Repository.Reading;

/// <summary>
/// A block in the cache, or on its way there. Its fields are guarded by the cache's gate; the bytes do not change once it is
/// loaded.
/// </summary>
internal sealed class CachedBlock
{
    private const int Nothing = -1;

    private int _checkedOffset = Nothing;

    public CachedBlock(BlockKey key) => Key = key;

    public BlockKey Key { get; }

    public byte[] Plain { get; set; } = [];

    public int Length { get; set; }

    public bool IsLoaded { get; set; }

    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Whether the chunk at that offset is the one that was checked last: its bytes are still those.</summary>
    public bool IsChecked(int offset) => Volatile.Read(ref _checkedOffset) == offset;

    /// <summary>Remembers that the chunk at that offset matches its id.</summary>
    public void NoteChecked(int offset) => Volatile.Write(ref _checkedOffset, offset);

    /// <summary>Workers that are using the bytes.</summary>
    public int UserCount { get; set; }
}
