using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>An open regular file.</summary>
internal sealed unsafe class LinuxFile : IFile
{
    private readonly SafeFileHandle _handle;
    private readonly string _directoryPath;
    private readonly FileName _name;
    private readonly bool _isWritable;
    private readonly bool _isDirect;

    /// <summary>Takes over <paramref name="handle"/>.</summary>
    internal LinuxFile(SafeFileHandle handle, string directoryPath, FileName name, bool isWritable, FileOpening opening)
    {
        _handle = handle;
        _directoryPath = directoryPath;
        _name = name;
        _isWritable = isWritable;
        _isDirect = opening == FileOpening.Direct;
    }

    // Made when it is asked for: most files are opened, read and closed without a message.
    public string DisplayPath => DisplayPaths.Join(_directoryPath, _name);

    public long Length => GetMetadata().Size;

    public int Read(Span<byte> destination, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (_isDirect)
        {
            DirectAlignment.Check(destination, offset);
        }

        try
        {
            var total = 0;
            while (total < destination.Length)
            {
                var count = RandomAccess.Read(_handle, destination[total..], offset + total);
                total += count;

                // A direct read that ends inside a block met the end of the file; going on there would be refused.
                if (count == 0 || (_isDirect && count % DirectAlignment.Bytes != 0))
                {
                    break;
                }
            }

            return total;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Translate(exception, "read");
        }
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        DemandWritable("write");
        if (_isDirect)
        {
            DirectAlignment.Check(source, offset);
        }

        try
        {
            // Goes on after a short write until all is written or the kernel says why not.
            RandomAccess.Write(_handle, source, offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Translate(exception, "write");
        }
    }

    public void SetLength(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        DemandWritable("set the length of");
        int result;
        do
        {
            result = Libc.ftruncate(_handle, length);
        }
        while (Errno.IsInterrupted(result));

        Demand(result, "set the length of");
    }

    public void Sync()
    {
        int result;
        do
        {
            result = Libc.fdatasync(_handle);
        }
        while (Errno.IsInterrupted(result));

        if (result < 0)
        {
            // Whatever the number: the bytes may be lost, and that is all a caller may conclude.
            throw new FileException(FileError.Io, "sync", DisplayPath, Errno.LastMessage);
        }
    }

    public FileMetadata GetMetadata() =>
        Statx.TryGet(_handle, out var metadata) ? metadata : throw Errno.LastException("read the metadata of", DisplayPath);

    public void SetOwner(long userId, long groupId)
    {
        NativeArguments.CheckOwner(userId, groupId, DisplayPath);
        Demand(Libc.fchown(_handle, (uint)userId, (uint)groupId), "set the owner of");
    }

    public void SetMode(int mode)
    {
        NativeArguments.CheckMode(mode);
        Demand(Libc.fchmod(_handle, (uint)mode), "set the mode of");
    }

    public void SetModifiedTime(FileTime modified)
    {
        var times = stackalloc long[NativeArguments.TimesLength];
        NativeArguments.FillTimes(times, modified, DisplayPath);
        Demand(Libc.futimens(_handle, times), "set the times of");
    }

    public void Dispose() => _handle.Dispose();

    private void Demand(int result, string operation)
    {
        if (result < 0)
        {
            throw Errno.LastException(operation, DisplayPath);
        }
    }

    private void DemandWritable(string operation)
    {
        if (!_isWritable)
        {
            throw new FileException(FileError.Denied, operation, DisplayPath, "it was opened for reading only");
        }
    }

    /// <summary>The base library keeps the kernel's number in HResult, sometimes one exception further in.</summary>
    private FileException Translate(Exception exception, string operation)
    {
        var cause = exception.InnerException ?? exception;
        return Errno.ToException(cause.HResult, operation, DisplayPath);
    }
}
