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
}
