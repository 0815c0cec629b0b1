namespace GeodeArchive.Io.Files;

/// <summary>What a name stands for.</summary>
public enum FileKind
{
    /// <summary>A kind this program does not know, or one that a directory listing did not tell.</summary>
    Unknown = 0,

    /// <summary>A regular file.</summary>
    Regular = 1,

    /// <summary>A directory.</summary>
    Directory = 2,

    /// <summary>A symbolic link.</summary>
    SymbolicLink = 3,

    /// <summary>A named pipe.</summary>
    Fifo = 4,

    /// <summary>A socket.</summary>
    Socket = 5,

    /// <summary>A character device.</summary>
    CharacterDevice = 6,

    /// <summary>A block device.</summary>
    BlockDevice = 7,
}
