namespace GeodeArchive.Io.Files;

/// <summary>What the file system keeps about a name.</summary>
public readonly record struct FileMetadata
{
    /// <summary>What it is.</summary>
    public FileKind Kind { get; init; }

    /// <summary>Permission bits, setuid, setgid and sticky: 07777.</summary>
    public int Mode { get; init; }

    /// <summary>Owner.</summary>
    public long UserId { get; init; }

    /// <summary>Group.</summary>
    public long GroupId { get; init; }

    /// <summary>Length of a regular file or of a link's target, in bytes.</summary>
    public long Size { get; init; }

    /// <summary>Bytes that the file system has allocated: less than <see cref="Size"/> in a file with holes.</summary>
    public long AllocatedSize { get; init; }

    /// <summary>When the content last changed.</summary>
    public FileTime Modified { get; init; }

    /// <summary>When content or metadata last changed; cannot be set by programs.</summary>
    public FileTime Changed { get; init; }

    /// <summary>Number of the file inside its file system.</summary>
    public ulong Inode { get; init; }

    /// <summary>The file system it is on.</summary>
    public ulong Device { get; init; }

    /// <summary>Number of names that the file has.</summary>
    public long LinkCount { get; init; }

    /// <summary>Device number of a device node: major in the upper, minor in the lower 32 bits.</summary>
    public ulong DeviceNumber { get; init; }
}
