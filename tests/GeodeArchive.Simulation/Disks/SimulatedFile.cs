using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;

namespace GeodeArchive.Simulation.Disks;

/// <summary>An open file of a simulated disk.</summary>
internal sealed class SimulatedFile : IFile
{
    private readonly SimulatedDisk _disk;
    private readonly RegularNode _node;
    private readonly bool _isWritable;
    private readonly bool _isDirect;
    private readonly bool _isDurable;
    private bool _isDisposed;

    internal SimulatedFile(SimulatedDisk disk, RegularNode node, string displayPath, bool isWritable, FileOpening opening)
    {
        _disk = disk;
        _node = node;
        DisplayPath = displayPath;
        _isWritable = isWritable;
        _isDirect = opening != FileOpening.Buffered;
        _isDurable = opening == FileOpening.DirectDurable;
        disk.CountOpened();
    }

    public string DisplayPath { get; }

    public long Length => Perform(DiskOperations.ReadMetadata, "read the metadata of", _ => _node.Content.Length);

    public int Read(Span<byte> destination, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (_isDirect)
        {
            DirectAlignment.Check(destination, offset);
        }

        var length = destination.Length;
        var bytes = Perform(DiskOperations.Read, "read", fault => ReadBytes(length, offset, fault), offset);
        bytes.CopyTo(destination);
        return bytes.Length;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        DemandWritable("write");
        if (_isDirect)
        {
            DirectAlignment.Check(source, offset);
        }

        var bytes = source.ToArray();
        Perform(DiskOperations.Write, "write", fault => WriteBytes(bytes, offset, fault), TraceDetail(bytes, offset));
        if (_isDurable)
        {
            Sync();
        }
    }

    public void SetLength(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        DemandWritable("set the length of");
        Perform(
            DiskOperations.SetLength,
            "set the length of",
            _ =>
            {
                var before = _node.Content.AllocatedPageCount;
                _node.Content.SetLength(length);
                NoteChange(before);
                return true;
            },
            length);
    }

    public void SyncAll() => Sync();

    public void Sync() => Perform(DiskOperations.Sync, "sync", fault =>
    {
        if (fault is not null)
        {
            _node.Content.FailSync(_disk.Random);
            throw new FileException(fault.Error, "sync", DisplayPath);
        }

        _node.Content.Sync();
        return true;
    });

    public bool TryLock() => Perform(DiskOperations.ReadMetadata, "lock", _ =>
    {
        _node.LockedBy ??= this;
        return _node.LockedBy == this;
    });

    public FileMetadata GetMetadata() => Perform(DiskOperations.ReadMetadata, "read the metadata of", _ => _node.ToMetadata());

    public void SetOwner(long userId, long groupId)
    {
        NativeArguments.CheckOwner(userId, groupId, DisplayPath);
        Perform(DiskOperations.SetMetadata, "set the owner of", _ => AttributeChange.SetOwner(_node, userId, groupId, _disk.Now));
    }

    public void SetMode(int mode)
    {
        NativeArguments.CheckMode(mode);
        Perform(DiskOperations.SetMetadata, "set the mode of", _ => AttributeChange.SetMode(_node, mode, _disk.Now));
    }

    public void SetModifiedTime(FileTime modified)
    {
        NativeArguments.CheckTime(modified, DisplayPath);
        Perform(DiskOperations.SetMetadata, "set the times of", _ => AttributeChange.SetModifiedTime(_node, modified, _disk.Now));
    }

    public bool TryFindData(long offset, out long start, out long end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        (start, end) = Perform(DiskOperations.ReadMetadata, "find the holes of", _ => _node.Content.FindData(offset), offset);
        return start < end;
    }

    public IReadOnlyList<ExtendedAttribute> ReadAttributes() =>
        Perform(DiskOperations.ReadMetadata, "read the attributes of", _ => _node.Attributes.Extended);

    public void SetAttribute(ExtendedAttribute attribute) =>
        Perform(DiskOperations.SetMetadata, "set an attribute of", _ => AttributeChange.Set(_node, attribute, _disk.Now));

    public void RemoveAttribute(ReadOnlySpan<byte> name)
    {
        const string Verb = "remove an attribute of";
        var copy = name.ToArray();
        Perform(DiskOperations.SetMetadata, Verb, _ => AttributeChange.TryRemove(_node, copy, _disk.Now)
            ? true
            : throw new FileException(FileError.NotFound, Verb, DisplayPath));
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _node.LockedBy = _node.LockedBy == this ? null : _node.LockedBy;
            _disk.CountClosed();
        }
    }

    private static long TraceDetail(byte[] bytes, long offset) => SimulationTrace.HashOf(bytes) ^ offset;

    private byte[] ReadBytes(int length, long offset, SimulatedFault? fault)
    {
        var bytes = new byte[Math.Clamp(_node.Content.Length - offset, 0, length)];
        _node.Content.Read(bytes, offset, fault?.Kind == FaultKind.StaleRead);
        if (fault?.Kind == FaultKind.FlippedBitInRead)
        {
            FlipBit(bytes);
        }

        return bytes;
    }

    private bool WriteBytes(byte[] bytes, long offset, SimulatedFault? fault)
    {
        if (!_disk.HasRoomFor(_node.Content.CountNewPages(offset, bytes.Length)))
        {
            // What fits of the beginning is written.
            var fitting = bytes.Length;
            while (fitting > 0 && !_disk.HasRoomFor(_node.Content.CountNewPages(offset, fitting)))
            {
                fitting = Math.Max(0, fitting - FilePage.SectorSize);
            }

            WriteThrough(bytes.AsSpan(0, fitting), offset);
            throw new FileException(FileError.NoSpace, "write", DisplayPath);
        }

        switch (fault?.Kind)
        {
            case FaultKind.Error:
                WriteThrough(bytes.AsSpan(0, _disk.Random.Next(bytes.Length + 1)), offset);
                throw new FileException(fault.Error, "write", DisplayPath);
            case FaultKind.LostWrite:
                _node.Content.Extend(offset + bytes.Length);
                break;
            case FaultKind.MisdirectedWrite:
                _node.Content.Extend(offset + bytes.Length);
                var victim = _disk.ChooseVictim(_node);
                var sectors = (victim.Size + FilePage.SectorSize - 1) / FilePage.SectorSize;
                victim.Content.WriteBehindTheBack(bytes, _disk.Random.Next(Math.Max(1, sectors)) * FilePage.SectorSize);
                break;
            case FaultKind.FlippedBitInWrite:
                FlipBit(bytes);
                WriteThrough(bytes, offset);
                break;
            default:
                WriteThrough(bytes, offset);
                break;
        }

        return true;
    }

    private void WriteThrough(ReadOnlySpan<byte> bytes, long offset)
    {
        if (!bytes.IsEmpty)
        {
            var before = _node.Content.AllocatedPageCount;
            _node.Content.Write(bytes, offset, _disk.Random);
            NoteChange(before);
        }
    }

    private void NoteChange(long pageCountBefore)
    {
        _disk.CountPages(_node, _node.Content.AllocatedPageCount - pageCountBefore);
        _node.Touch(_disk.Now);
    }

    private void FlipBit(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            bytes[_disk.Random.Next(bytes.Length)] ^= (byte)(1 << _disk.Random.Next(8));
        }
    }

    private void DemandWritable(string verb)
    {
        if (!_isWritable)
        {
            throw new FileException(FileError.Denied, verb, DisplayPath, "it was opened for reading only");
        }
    }

    private T Perform<T>(DiskOperations operation, string verb, Func<SimulatedFault?, T> apply, long detail = 0) => _disk.Perform(
        operation,
        verb,
        DisplayPath,
        fault =>
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return apply(fault);
        },
        detail: detail);
}
