namespace GeodeArchive.Tests.Io;

/// <summary>A system call that a test can make fail.</summary>
internal enum SystemCall
{
    /// <summary>pwrite64(2).</summary>
    PositionedWrite = 1,

    /// <summary>fsync(2).</summary>
    Fsync = 2,

    /// <summary>fdatasync(2).</summary>
    FdataSync = 3,

    /// <summary>unlinkat(2).</summary>
    UnlinkAt = 4,

    /// <summary>linkat(2).</summary>
    LinkAt = 5,

    /// <summary>renameat2(2).</summary>
    RenameAt2 = 6,

    /// <summary>syncfs(2).</summary>
    Syncfs = 7,

    /// <summary>io_uring_setup(2).</summary>
    UringSetup = 8,
}
