namespace GeodeArchive.Format;

/// <summary>The largest sizes of the format. A reader refuses more (<see cref="FormatError.TooLarge"/>) before it allocates.</summary>
public static class Limits
{
    /// <summary>Payload of a block before compression, in bytes.</summary>
    public const int BlockPlainSizeMax = 16 << 20;

    /// <summary>Stored payload of a block, prefix and padding included, in bytes.</summary>
    public const int BlockStoredSizeMax = 17 << 20;

    /// <summary>A chunk, in bytes.</summary>
    public const int ChunkSizeMax = 8 << 20;

    /// <summary>A tree node, in bytes.</summary>
    public const int TreeNodeSizeMax = 4 << 20;

    /// <summary>A record of a manifest, without its type and length, in bytes.</summary>
    public const int ManifestRecordSizeMax = 16 << 20;

    /// <summary>The records of one manifest, joined, in bytes.</summary>
    public const int ManifestRecordsSizeMax = 256 << 20;

    /// <summary>A segment or manifest, in bytes.</summary>
    public const long FileSizeMax = 1L << 30;

    /// <summary>An index, in bytes.</summary>
    public const long IndexFileSizeMax = 64L << 30;

    /// <summary>An export, in bytes.</summary>
    public const long ExportFileSizeMax = 64L << 40;

    /// <summary>The name of a directory entry, in bytes.</summary>
    public const int FileNameSizeMax = 255;

    /// <summary>The target of a symbolic link, in bytes.</summary>
    public const int LinkTargetSizeMax = 4095;

    /// <summary>The path of a source, in bytes.</summary>
    public const int SourcePathSizeMax = 4095;

    /// <summary>The name of a backup, in bytes of UTF-8.</summary>
    public const int BackupNameSizeMax = 255;

    /// <summary>The name of an extended attribute, in bytes.</summary>
    public const int AttributeNameSizeMax = 255;

    /// <summary>The value of an extended attribute, in bytes.</summary>
    public const int AttributeValueSizeMax = 65536;

    /// <summary>The name of a host or program, in bytes of UTF-8.</summary>
    public const int ShortTextSizeMax = 255;

    /// <summary>Extents that an entry may hold itself; more go to a tree.</summary>
    public const int InlineExtentCountMax = 16;
}
