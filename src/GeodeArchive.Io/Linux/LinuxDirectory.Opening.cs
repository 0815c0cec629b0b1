using GeodeArchive.Io.Files;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>Opening what is in the directory.</summary>
internal sealed unsafe partial class LinuxDirectory
{
    public IDirectory OpenDirectory(FileName name)
    {
        var descriptor = OpenUntouched(name, Libc.O_RDONLY | Libc.O_DIRECTORY);
        return new LinuxDirectory(new SafeFileHandle(descriptor, ownsHandle: true), this, name);
    }

    public IFile OpenFile(FileName name, FileOpening opening = FileOpening.Buffered)
    {
        // Without O_NONBLOCK, opening a FIFO waits for a writer.
        var descriptor = OpenUntouched(name, Libc.O_RDONLY | Libc.O_NONBLOCK);
        return Wrap(descriptor, name, isWritable: false, opening);
    }

    public IFile OpenFileForWriting(FileName name, FileOpening opening = FileOpening.Buffered)
    {
        var descriptor = Open(name, Libc.O_RDWR | Libc.O_NONBLOCK | DurabilityOf(opening));
        return descriptor < 0
            ? throw Errno.LastException("open", PathOf(name))
            : Wrap(descriptor, name, isWritable: true, opening);
    }

    public IFile CreateFile(FileName name, int mode, FileOpening opening = FileOpening.Buffered)
    {
        NativeArguments.CheckMode(mode);
        var descriptor = Open(name, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | DurabilityOf(opening), (uint)mode);
        if (descriptor < 0)
        {
            throw Errno.LastException("create", PathOf(name));
        }

        var file = Wrap(descriptor, name, isWritable: true, opening, out var metadata);
        try
        {
            // The umask, or a default ACL of the directory, may have taken bits away.
            if (metadata.Mode != mode)
            {
                file.SetMode(mode);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Asked for in open(2): F_SETFL cannot turn it on later.</summary>
    private static int DurabilityOf(FileOpening opening) => opening == FileOpening.DirectDurable ? Libc.O_DSYNC : 0;

    /// <summary>Opens for reading, without a trace in the access time where that is permitted (to the owner and to root).</summary>
    private int OpenUntouched(FileName name, int flags)
    {
        var descriptor = Open(name, flags | Libc.O_NOATIME);
        if (descriptor < 0 && Errno.Last == Libc.EPERM)
        {
            descriptor = Open(name, flags);
        }

        return descriptor < 0 ? throw Errno.LastException("open", PathOf(name)) : descriptor;
    }

    private int Open(FileName name, int flags, uint mode = 0)
    {
        int descriptor;
        fixed (byte* nativeName = name.Terminated)
        {
            do
            {
                descriptor = Libc.openat(_handle, nativeName, flags | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, mode);
            }
            while (Errno.IsInterrupted(descriptor));
        }

        return descriptor;
    }

    private LinuxFile Wrap(int descriptor, FileName name, bool isWritable, FileOpening opening) =>
        Wrap(descriptor, name, isWritable, opening, out _);

    private LinuxFile Wrap(int descriptor, FileName name, bool isWritable, FileOpening opening, out FileMetadata metadata)
    {
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            if (!Statx.TryGet(handle, out metadata))
            {
                throw Errno.LastException("open", PathOf(name));
            }

            if (metadata.Kind != FileKind.Regular)
            {
                throw new FileException(FileError.WrongKind, "open", PathOf(name), "it is not a regular file");
            }

            if (opening != FileOpening.Buffered)
            {
                BypassPageCache(handle);
            }

            return new LinuxFile(handle, this, name, isWritable, opening);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Turns O_DIRECT on where the file system takes it. Not asked for in open(2), because some kernels create the file
    /// before they refuse the flag.
    /// </summary>
    private static void BypassPageCache(SafeFileHandle handle)
    {
        var flags = Libc.fcntl(handle, Libc.F_GETFL, argument: 0);
        if (flags >= 0)
        {
            // A refusal leaves the file buffered, which the contract allows.
            _ = Libc.fcntl(handle, Libc.F_SETFL, flags | Libc.O_DIRECT);
        }
    }
}
