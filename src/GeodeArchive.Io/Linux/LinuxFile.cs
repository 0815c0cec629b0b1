using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux.Rings;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>An open regular file.</summary>
internal sealed unsafe class LinuxFile : IFile
{
    private readonly SafeFileHandle _handle;
    private readonly LinuxDirectory _directory;
    private readonly FileName _name;
    private readonly bool _isWritable;
    private readonly bool _isDirect;

    /// <summary>Takes over <paramref name="handle"/>.</summary>
    internal LinuxFile(SafeFileHandle handle, LinuxDirectory directory, FileName name, bool isWritable, FileOpening opening)
    {
        _handle = handle;
        _directory = directory;
        _name = name;
        _isWritable = isWritable;
        _isDirect = opening != FileOpening.Buffered;
    }

    // Made when it is asked for: most files are opened, read and closed without a message.
    public string DisplayPath => DisplayPaths.Join(_directory.DisplayPath, _name);

    public long Length => GetMetadata().Size;

    public int Read(Span<byte> destination, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (_isDirect)
        {
            DirectAlignment.Check(destination, offset);
            if (RingTransfers.IsActive && destination.Length >= RingTransfers.SizeMin)
            {
                return ReadByRing(destination, offset);
            }
        }

        // Not through RandomAccess, whose exceptions do not all carry the kernel's number.
        var total = 0;
        fixed (byte* start = destination)
        {
            while (total < destination.Length)
            {
                var count = Libc.pread(_handle, start + total, (nuint)(destination.Length - total), offset + total);
                if (Errno.IsInterrupted(count))
                {
                    continue;
                }

                Demand(count, "read");
                total += (int)count;

                // A direct read that ends inside a block met the end of the file; going on there would be refused.
                if (count == 0 || (_isDirect && count % DirectAlignment.Bytes != 0))
                {
                    break;
                }
            }
        }

        return total;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        DemandWritable("write");
        if (_isDirect)
        {
            DirectAlignment.Check(source, offset);
            if (RingTransfers.IsActive && source.Length >= RingTransfers.SizeMin)
            {
                WriteByRing(source, offset);
                return;
            }
        }

        var total = 0;
        fixed (byte* start = source)
        {
            // Goes on after a short write until all is written or the kernel says why not.
            while (total < source.Length)
            {
                var count = Libc.pwrite(_handle, start + total, (nuint)(source.Length - total), offset + total);
                if (Errno.IsInterrupted(count))
                {
                    continue;
                }

                Demand(count, "write");
                if (count == 0)
                {
                    throw new FileException(FileError.Io, "write", DisplayPath, "nothing was written, and no reason given");
                }

                total += (int)count;
            }
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

    public void Sync() => Sync(Libc.fdatasync);

    public void SyncAll() => Sync(Libc.fsync);

    private void Sync(Func<SafeFileHandle, int> sync)
    {
        int result;
        do
        {
            result = sync(_handle);
        }
        while (Errno.IsInterrupted(result));

        if (result < 0)
        {
            throw Errno.ToSyncException(Errno.Last, DisplayPath);
        }
    }

    public bool TryLock()
    {
        int result;
        do
        {
            result = Libc.flock(_handle, Libc.LOCK_EX | Libc.LOCK_NB);
        }
        while (Errno.IsInterrupted(result));

        if (result < 0 && Errno.Last == Libc.EAGAIN)
        {
            return false;
        }

        Demand(result, "lock");
        return true;
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

    public bool TryFindData(long offset, out long start, out long end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        start = Libc.lseek(_handle, offset, Libc.SEEK_DATA);
        end = start < 0 ? -1 : Libc.lseek(_handle, start, Libc.SEEK_HOLE);
        if (end > start)
        {
            return true;
        }

        switch (Errno.Last)
        {
            case Libc.ENXIO:
                // Holes up to the end; or what was data a moment ago is cut off.
                return false;
            case Libc.EINVAL:
                (start, end) = (offset, Length);
                return start < end;
            default:
                throw Errno.LastException("find the holes of", DisplayPath);
        }
    }

    public IReadOnlyList<ExtendedAttribute> ReadAttributes() => new AttributeAccess(_handle).TryRead(out var attributes)
        ? attributes
        : throw Errno.LastException("read the attributes of", DisplayPath);

    public void SetAttribute(ExtendedAttribute attribute) => new AttributeAccess(_handle).Set(attribute, DisplayPath);

    public void RemoveAttribute(ReadOnlySpan<byte> name) => new AttributeAccess(_handle).Remove(name, DisplayPath);

    public void Dispose() => _handle.Dispose();

    private int ReadByRing(Span<byte> destination, long offset)
    {
        fixed (byte* start = destination)
        {
            var (count, failure) = RingTransfers.Run(_handle, isWrite: false, start, destination.Length, offset);
            return failure == 0 ? count : throw Errno.ToException(failure, "read", DisplayPath);
        }
    }

    private void WriteByRing(ReadOnlySpan<byte> source, long offset)
    {
        fixed (byte* start = source)
        {
            var (_, failure) = RingTransfers.Run(_handle, isWrite: true, start, source.Length, offset);
            if (failure != 0)
            {
                throw Errno.ToException(failure, "write", DisplayPath);
            }
        }
    }

    private void Demand(long result, string operation)
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
}
