namespace GeodeArchive.Io.Files;

/// <summary>How large reads and writes past the page cache reach the kernel.</summary>
public enum TransferBackend
{
    /// <summary>By whichever of the others there is, io_uring first.</summary>
    Auto = 1,

    /// <summary>Through one io_uring, many at a time.</summary>
    Uring = 2,

    /// <summary>By a system call of the worker that wants it, one at a time.</summary>
    Portable = 3,
}
