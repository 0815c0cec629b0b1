using System.Runtime.InteropServices;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Io.Linux;

/// <summary>Turns the kernel's error numbers into <see cref="FileException"/>.</summary>
internal static class Errno
{
    /// <summary>The number that the last system call of this thread left.</summary>
    internal static int Last => Marshal.GetLastPInvokeError();

    /// <summary>True if a system call gave -1 because a signal came in between: it is to be made again.</summary>
    internal static bool IsInterrupted(long result) => result < 0 && Last == Libc.EINTR;

    /// <summary>The exception for the last system call of this thread.</summary>
    internal static FileException LastException(string operation, string path) => ToException(Last, operation, path);

    /// <summary>The exception for an error number.</summary>
    internal static FileException ToException(int number, string operation, string path) =>
        new(ToFileError(number), operation, path, Marshal.GetPInvokeErrorMessage(number));

    /// <summary>
    /// The exception for the error number of a failed sync. Whatever the number, the bytes may be lost, and that is all a caller may
    /// conclude; but that the disk is full is often told here first (by NFS, and where space is allocated late), and people can mend it.
    /// </summary>
    internal static FileException ToSyncException(int number, string path) => new(
        ToFileError(number) == FileError.NoSpace ? FileError.NoSpace : FileError.Io, "sync", path, Marshal.GetPInvokeErrorMessage(number));

    /// <summary>
    /// What an error number means to callers. What comes from a network or a server of files (ETIMEDOUT, ESTALE, ENOTCONN) has no name
    /// of its own: it says as little about what happened as EIO.
    /// </summary>
    internal static FileError ToFileError(int number) => number switch
    {
        Libc.ENOENT => FileError.NotFound,
        Libc.EEXIST => FileError.Exists,
        Libc.EPERM or Libc.EACCES => FileError.Denied,
        Libc.ENOSPC or Libc.EDQUOT => FileError.NoSpace,
        Libc.ENOTEMPTY => FileError.NotEmpty,
        Libc.ENOTDIR => FileError.NotADirectory,

        // ELOOP: a symbolic link where none is followed. ENXIO, ENODEV: a socket, or a device without a driver.
        Libc.EISDIR or Libc.ELOOP or Libc.ENXIO or Libc.ENODEV => FileError.WrongKind,
        Libc.EINVAL or Libc.E2BIG or Libc.ENOSYS or Libc.EOPNOTSUPP => FileError.Unsupported,
        Libc.EXDEV or Libc.EMLINK or Libc.EFBIG or Libc.EOVERFLOW => FileError.Unsupported,
        Libc.EROFS => FileError.ReadOnly,
        Libc.EPIPE => FileError.Closed,
        Libc.ENAMETOOLONG or Libc.EILSEQ => FileError.BadName,
        Libc.EMFILE or Libc.ENFILE => FileError.TooManyOpenFiles,
        Libc.EBUSY or Libc.ETXTBSY or Libc.EAGAIN => FileError.Busy,
        _ => FileError.Io,
    };
}
