namespace GeodeArchive.Io.Files;

/// <summary>How a file's bytes travel.</summary>
public enum FileOpening
{
    /// <summary>Through the page cache.</summary>
    Buffered = 1,

    /// <summary>
    /// Past the page cache (O_DIRECT) where the file system can; silently buffered where it cannot (tmpfs). Offsets, lengths and
    /// memory must be aligned to 4,096 either way.
    /// </summary>
    Direct = 2,

    /// <summary>
    /// As <see cref="Direct"/>, and each write is durable, with the length it needs, when it returns (O_DSYNC). A write that fails
    /// leaves the fate of its bytes unknown, as a sync does.
    /// </summary>
    DirectDurable = 3,
}
