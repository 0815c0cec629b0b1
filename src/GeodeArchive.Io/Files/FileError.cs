namespace GeodeArchive.Io.Files;

/// <summary>Why a file operation failed. Part of the contract: callers decide by it.</summary>
public enum FileError
{
    /// <summary>An I/O error of the medium (EIO and whatever has no name here).</summary>
    Io = 1,

    /// <summary>The name does not exist.</summary>
    NotFound = 2,

    /// <summary>The name is taken.</summary>
    Exists = 3,

    /// <summary>Not permitted.</summary>
    Denied = 4,

    /// <summary>The file system is full, or over its quota.</summary>
    NoSpace = 5,

    /// <summary>The directory is not empty.</summary>
    NotEmpty = 6,

    /// <summary>A directory was wanted, this is something else.</summary>
    NotADirectory = 7,

    /// <summary>Some other kind was wanted (a symbolic link where a file should be, a directory where a file should be).</summary>
    WrongKind = 8,

    /// <summary>The file system cannot do this.</summary>
    Unsupported = 9,

    /// <summary>The file system is read-only.</summary>
    ReadOnly = 10,

    /// <summary>A name or path is too long or not valid.</summary>
    BadName = 11,

    /// <summary>Too many open files.</summary>
    TooManyOpenFiles = 12,

    /// <summary>The name is in use by somebody else (lock, busy mount point).</summary>
    Busy = 13,

    /// <summary>Whoever read the other end of the pipe has gone.</summary>
    Closed = 14,
}
