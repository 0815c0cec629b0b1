using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>
/// The system calls, under their own names. Names of files are NUL-terminated bytes; -1 means that
/// <see cref="Marshal.GetLastPInvokeError"/> holds the reason.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int open(byte* path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial byte* realpath(byte* path, byte* resolved);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int openat(SafeFileHandle directory, byte* name, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fcntl(SafeFileHandle file, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint getdents64(SafeFileHandle directory, byte* buffer, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial long lseek(SafeFileHandle file, long offset, int whence);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int statx(SafeFileHandle directory, byte* name, int flags, uint mask, byte* buffer);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mkdirat(SafeFileHandle directory, byte* name, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int symlinkat(byte* target, SafeFileHandle directory, byte* name);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint readlinkat(SafeFileHandle directory, byte* name, byte* buffer, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int renameat2(SafeFileHandle directory, byte* name, SafeFileHandle target, byte* targetName, uint flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int linkat(SafeFileHandle directory, byte* name, SafeFileHandle target, byte* targetName, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int unlinkat(SafeFileHandle directory, byte* name, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchownat(SafeFileHandle directory, byte* name, uint user, uint group, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchown(SafeFileHandle file, uint user, uint group);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchmodat(SafeFileHandle directory, byte* name, uint mode, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fchmod(SafeFileHandle file, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int utimensat(SafeFileHandle directory, byte* name, long* times, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int futimens(SafeFileHandle file, long* times);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int ftruncate(SafeFileHandle file, long length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int flock(SafeFileHandle file, int operation);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fsync(SafeFileHandle file);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int syncfs(SafeFileHandle file);

    [LibraryImport(Library)]
    internal static partial uint geteuid();

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fdatasync(SafeFileHandle file);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint pread(SafeFileHandle file, byte* bytes, nuint size, long offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint pwrite(SafeFileHandle file, byte* bytes, nuint size, long offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint write(SafeFileHandle file, byte* bytes, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint write(int descriptor, byte* bytes, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int eventfd(uint value, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial byte* mmap(byte* address, nuint size, int protection, int flags, int descriptor, long offset);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int munmap(byte* address, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int madvise(byte* address, nuint size, int advice);

    /// <summary>A system call that libc has no name for. Its variable arguments go where named ones would.</summary>
    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint syscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int poll(ulong* requests, nuint count, int timeoutMilliseconds);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int getrlimit(int resource, ulong* limits);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int setrlimit(int resource, ulong* limits);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mknodat(SafeFileHandle directory, byte* name, uint mode, ulong device);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint flistxattr(SafeFileHandle file, byte* names, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint llistxattr(byte* path, byte* names, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint fgetxattr(SafeFileHandle file, byte* name, byte* value, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint lgetxattr(byte* path, byte* name, byte* value, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fsetxattr(SafeFileHandle file, byte* name, byte* value, nuint size, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int lsetxattr(byte* path, byte* name, byte* value, nuint size, int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int fremovexattr(SafeFileHandle file, byte* name);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int lremovexattr(byte* path, byte* name);
}
