using System.Runtime.InteropServices;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux.Rings;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>
/// The machine's own files, through system calls on names as bytes: the base library's file classes lose names that are
/// not UTF-8.
/// </summary>
public sealed unsafe class LinuxFileSystem : IFileSystem
{
    private const int PathSizeMax = 4096;

    /// <summary>Raises the process's limit of open files as far as it may: every open directory of a deep tree takes one.</summary>
    public LinuxFileSystem()
    {
        var limits = stackalloc ulong[2];
        if (Libc.getrlimit(Libc.RLIMIT_NOFILE, limits) == 0 && limits[0] < limits[1])
        {
            limits[0] = limits[1];

            // A refusal is no error: the program runs with the limit that it has.
            _ = Libc.setrlimit(Libc.RLIMIT_NOFILE, limits);
        }
    }

    /// <inheritdoc/>
    public TransferBackend Transfers => RingTransfers.IsActive ? TransferBackend.Uring : TransferBackend.Portable;

    /// <inheritdoc/>
    public void ChooseTransfers(TransferBackend backend) => RingTransfers.Choose(backend);

    /// <inheritdoc/>
    public IDirectory OpenDirectory(FilePath path)
    {
        var flags = Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_DIRECTORY;
        byte[] terminated = [.. path.Bytes, 0];
        int descriptor;
        fixed (byte* nativePath = terminated)
        {
            do
            {
                descriptor = Libc.open(nativePath, flags, mode: 0);
            }
            while (Errno.IsInterrupted(descriptor));
        }

        return descriptor < 0
            ? throw Errno.LastException("open", path.ToString())
            : new LinuxDirectory(new SafeFileHandle(descriptor, ownsHandle: true), path.ToString());
    }

    /// <inheritdoc/>
    public FilePath ResolvePath(FilePath path)
    {
        // With a dot behind it, only a directory has a path.
        byte[] terminated = [.. path.Bytes, .. "/."u8, 0];
        var resolved = stackalloc byte[PathSizeMax];
        fixed (byte* nativePath = terminated)
        {
            return Libc.realpath(nativePath, resolved) is null
                ? throw Errno.LastException("open", path.ToString())
                : FilePath.From(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(resolved));
        }
    }
}
