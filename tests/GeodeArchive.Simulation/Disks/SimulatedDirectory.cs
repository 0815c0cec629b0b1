using GeodeArchive.Io.Files;
using GeodeArchive.Io.Linux;

namespace GeodeArchive.Simulation.Disks;

/// <summary>An open directory of a simulated disk.</summary>
internal sealed partial class SimulatedDirectory : IDirectory
{
    private readonly SimulatedDisk _disk;
    private readonly DirectoryNode _node;
    private bool _isDisposed;

    internal SimulatedDirectory(SimulatedDisk disk, DirectoryNode node, string displayPath)
    {
        _disk = disk;
        _node = node;
        DisplayPath = displayPath;
        disk.CountOpened();
    }

    public string DisplayPath { get; }

    public IReadOnlyList<DirectoryEntry> List() => Perform(DiskOperations.List, "list", () =>
    {
        var entries = _node.Live.Select(entry => new DirectoryEntry(entry.Key, entry.Value.Kind)).ToList();
        _disk.Random.Shuffle(entries);
        return entries;
    });

    public IDirectory OpenDirectory(FileName name) => Perform(DiskOperations.Open, "open", name, () =>
        Find(name, "open") is DirectoryNode directory
            ? new SimulatedDirectory(_disk, directory, PathOf(name))
            : throw Error(FileError.NotADirectory, "open", name));

    public IFile OpenFile(FileName name, FileOpening opening = FileOpening.Buffered) => OpenRegular(name, isWritable: false, opening);

    public IFile OpenFileForWriting(FileName name, FileOpening opening = FileOpening.Buffered) =>
        OpenRegular(name, isWritable: true, opening);

    public IFile CreateFile(FileName name, int mode, FileOpening opening = FileOpening.Buffered)
    {
        NativeArguments.CheckMode(mode);
        return Perform(DiskOperations.Create, "create", name, () =>
        {
            var file = new RegularNode(_disk.NextInode(), NewAttributes(mode), _disk.Now, new FileContent());
            Place(name, file);
            return new SimulatedFile(_disk, file, PathOf(name), isWritable: true, opening);
        });
    }

    public void CreateDirectory(FileName name, int mode)
    {
        NativeArguments.CheckMode(mode);
        Perform(DiskOperations.Create, "create", name, () =>
        {
            Place(name, new DirectoryNode(_disk.NextInode(), NewAttributes(mode), _disk.Now, _node));
            return true;
        });
    }

    public void CreateSymbolicLink(FileName name, ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty || target.Contains((byte)0))
        {
            throw Error(FileError.BadName, "create", name);
        }

        var bytes = target.ToArray();
        Perform(DiskOperations.Create, "create", name, () =>
        {
            const int LinkMode = 0x1ff;
            Place(name, new LinkNode(_disk.NextInode(), NewAttributes(LinkMode), _disk.Now, bytes));
            return true;
        });
    }

    public void CreateSpecialFile(FileName name, FileKind kind, int mode, ulong deviceNumber)
    {
        NativeArguments.CheckMode(mode);
        _ = NativeArguments.KindBits(kind);
        var number = kind is FileKind.CharacterDevice or FileKind.BlockDevice ? deviceNumber : 0;
        Perform(DiskOperations.Create, "create", name, () =>
        {
            Place(name, new SpecialNode(_disk.NextInode(), NewAttributes(mode), _disk.Now, kind, number));
            return true;
        });
    }

    public byte[] ReadSymbolicLink(FileName name) => Perform(DiskOperations.ReadMetadata, "read the link", name, () =>
        Find(name, "read the link") is LinkNode link
            ? (byte[])link.Target.Clone()
            : throw Error(FileError.WrongKind, "read the link", name));

    public void Sync() => _disk.Perform(DiskOperations.Sync, "sync", DisplayPath, fault =>
    {
        DemandOpen();
        if (fault is not null)
        {
            _disk.Journal.FailSync(_node);
            throw new FileException(fault.Error, "sync", DisplayPath);
        }

        _disk.Journal.Sync(_node);
        _node.DurableAttributes = _node.Attributes;
        return true;
    });

    public void SyncFileSystem() => _disk.Perform(DiskOperations.Sync, "sync", DisplayPath, fault =>
    {
        DemandOpen();
        if (fault is not null)
        {
            _disk.FailSyncAll();
            throw new FileException(fault.Error, "sync", DisplayPath);
        }

        _disk.SyncAll();
        return true;
    });

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _disk.CountClosed();
        }
    }

    private SimulatedFile OpenRegular(FileName name, bool isWritable, FileOpening opening) => Perform(
        DiskOperations.Open,
        "open",
        name,
        () => Find(name, "open") is RegularNode file
            ? new SimulatedFile(_disk, file, PathOf(name), isWritable, opening)
            : throw Error(FileError.WrongKind, "open", name));

    private NodeAttributes NewAttributes(int mode) => new(mode, UserId: 0, GroupId: 0, _disk.Now);

    private void Place(FileName name, SimulatedNode node)
    {
        if (_node.LinkCount == 0)
        {
            throw Error(FileError.NotFound, "create", name);
        }

        if (!_node.Live.TryAdd(name, node))
        {
            throw Error(FileError.Exists, "create", name);
        }

        _node.Touch(_disk.Now);
        _disk.Journal.Add(_node, [new NameSlot(_node, name, node)], removed: null, isMove: false);
    }

    private SimulatedNode Find(FileName name, string verb) =>
        _node.Live.TryGetValue(name, out var node) ? node : throw Error(FileError.NotFound, verb, name);

    private T Perform<T>(DiskOperations operation, string verb, FileName name, Func<T> apply) =>
        _disk.Perform(operation, verb, PathOf(name), _ => ApplyOpen(() =>
        {
            // A name that is too long is refused here too.
            name.DemandUsable();
            return apply();
        }));

    private T Perform<T>(DiskOperations operation, string verb, Func<T> apply) =>
        _disk.Perform(operation, verb, DisplayPath, _ => ApplyOpen(apply));

    private T ApplyOpen<T>(Func<T> apply)
    {
        DemandOpen();
        return apply();
    }

    private void DemandOpen() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private string PathOf(FileName name) => DisplayPaths.Join(DisplayPath, name);

    private FileException Error(FileError error, string verb, FileName name) => new(error, verb, PathOf(name));
}
