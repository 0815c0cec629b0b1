namespace GeodeArchive.Format;

/// <summary>Sizes of a WAL archive: see format-spec/wal-archive.md.</summary>
public static class LogArchiveLimits
{
    /// <summary>Objects of a group, unless the archive was made with another number.</summary>
    public const int GroupSizeUsual = 256;

    /// <summary>The most objects of a group.</summary>
    public const int GroupSizeMax = 4096;

    /// <summary>Bytes of records in an object.</summary>
    public const int ObjectPlainSizeMax = 64 << 20;

    /// <summary>A block is closed when it has as many bytes of records.</summary>
    public const int BlockPlainSizeUsual = 256 << 10;

    /// <summary>Bytes of records in a block: the largest record fits.</summary>
    public const int BlockPlainSizeMax = LogRecordHeader.Size + LogLimits.RecordBodySizeMax;

    /// <summary>Bytes of an object: blocks that did not become smaller, their headers, a footer.</summary>
    public const int ObjectFileSizeMax = 128 << 20;

    /// <summary>An object is closed when its recovery points take as many bytes in the footer.</summary>
    public const int PointsSizeUsual = 1 << 20;
}
