using GeodeArchive.Io;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Backup;

/// <summary>A file system that behaves as some real ones do and the simulated disk does not.</summary>
internal sealed class OddFileSystem(IFileSystem below) : IFileSystem
{
    /// <summary>Where a file's bytes end, whatever its metadata say; null for the truth.</summary>
    public Func<string, long?> EndOf { get; init; } = _ => null;

    /// <summary>Files whose metadata differ each time an open one is asked for them.</summary>
    public Func<string, bool> IsRestless { get; init; } = _ => false;

    /// <summary>Files that seem to have no holes, whatever is allocated for them.</summary>
    public Func<string, bool> HidesHoles { get; init; } = _ => false;

    /// <summary>Directories that are another file system.</summary>
    public Func<string, bool> IsMountPoint { get; init; } = _ => false;

    /// <summary>Is called before the metadata of a name are read.</summary>
    public Action<string> BeforeMetadata { get; init; } = _ => { };

    /// <summary>Paths that take no mode but their own: what is to be created with another one is made, and then refused.</summary>
    public Func<string, bool> HasNoModes { get; init; } = _ => false;

    /// <summary>The machine with this file system.</summary>
    public static Machine On(Machine machine, Func<IFileSystem, OddFileSystem> make) =>
        new(make(machine.Files), machine.Clock, machine.Entropy, machine.Scheduler);

    public IDirectory OpenDirectory(FilePath path) => new OddDirectory(this, below.OpenDirectory(path));

    public FilePath ResolvePath(FilePath path) => below.ResolvePath(path);

    private void DemandModes(string path)
    {
        if (HasNoModes(path))
        {
            throw new FileException(FileError.Unsupported, "set the mode of", path);
        }
    }

    private sealed class OddDirectory(OddFileSystem system, IDirectory below) : IDirectory
    {
        public string DisplayPath => below.DisplayPath;

        public IReadOnlyList<DirectoryEntry> List() => below.List();

        public IDirectory OpenDirectory(FileName name) => new OddDirectory(system, below.OpenDirectory(name));

        public IFile OpenFile(FileName name, FileOpening opening) => new OddFile(system, below.OpenFile(name, opening));

        public IFile OpenFileForWriting(FileName name, FileOpening opening) => new OddFile(system, below.OpenFileForWriting(name, opening));

        public IFile CreateFile(FileName name, int mode, FileOpening opening)
        {
            var file = new OddFile(system, below.CreateFile(name, mode, opening));
            try
            {
                system.DemandModes(file.DisplayPath);
                return file;
            }
            catch (FileException)
            {
                file.Dispose();
                throw;
            }
        }

        public void CreateDirectory(FileName name, int mode)
        {
            below.CreateDirectory(name, mode);
            system.DemandModes($"{DisplayPath}/{name}");
        }

        public void CreateSymbolicLink(FileName name, ReadOnlySpan<byte> target) => below.CreateSymbolicLink(name, target);

        public byte[] ReadSymbolicLink(FileName name) => below.ReadSymbolicLink(name);

        public void Rename(FileName name, IDirectory target, FileName targetName, bool replace) =>
            below.Rename(name, ((OddDirectory)target).Below, targetName, replace);

        public void DeleteFile(FileName name) => below.DeleteFile(name);

        public void DeleteDirectory(FileName name) => below.DeleteDirectory(name);

        public FileMetadata GetMetadata() => below.GetMetadata();

        public FileMetadata GetMetadata(FileName name)
        {
            system.BeforeMetadata($"{DisplayPath}/{name}");
            var metadata = below.GetMetadata(name);
            metadata = system.IsMountPoint($"{DisplayPath}/{name}") ? metadata with { Device = metadata.Device + 1 } : metadata;
            return system.HidesHoles($"{DisplayPath}/{name}") ? metadata with { AllocatedSize = metadata.Size } : metadata;
        }

        public void SetOwner(FileName name, long userId, long groupId) => below.SetOwner(name, userId, groupId);

        public void SetMode(FileName name, int mode)
        {
            system.DemandModes($"{DisplayPath}/{name}");
            below.SetMode(name, mode);
        }

        public void SetModifiedTime(FileName name, FileTime modified) => below.SetModifiedTime(name, modified);

        public void SetOwner(long userId, long groupId) => below.SetOwner(userId, groupId);

        public void SetMode(int mode)
        {
            system.DemandModes(DisplayPath);
            below.SetMode(mode);
        }

        public void SetModifiedTime(FileTime modified) => below.SetModifiedTime(modified);

        public void CreateSpecialFile(FileName name, FileKind kind, int mode, ulong deviceNumber) =>
            below.CreateSpecialFile(name, kind, mode, deviceNumber);

        public void CreateHardLink(FileName name, IDirectory target, FileName targetName) =>
            below.CreateHardLink(name, ((OddDirectory)target).Below, targetName);

        public IReadOnlyList<ExtendedAttribute> ReadAttributes() => below.ReadAttributes();

        public void SetAttribute(ExtendedAttribute attribute) => below.SetAttribute(attribute);

        public void RemoveAttribute(ReadOnlySpan<byte> name) => below.RemoveAttribute(name);

        public IReadOnlyList<ExtendedAttribute> ReadAttributes(FileName name) => below.ReadAttributes(name);

        public void SetAttribute(FileName name, ExtendedAttribute attribute) => below.SetAttribute(name, attribute);

        public void RemoveAttribute(FileName name, ReadOnlySpan<byte> attribute) => below.RemoveAttribute(name, attribute);

        public void Sync() => below.Sync();

        public void SyncFileSystem() => below.SyncFileSystem();

        public void Dispose() => below.Dispose();

        private IDirectory Below => below;
    }

    private sealed class OddFile(OddFileSystem system, IFile below) : IFile
    {
        private int _askedCount;

        public string DisplayPath => below.DisplayPath;

        public long Length => below.Length;

        public int Read(Span<byte> destination, long offset)
        {
            var left = (system.EndOf(DisplayPath) ?? long.MaxValue) - offset;
            return below.Read(destination[..(int)Math.Clamp(left, 0, destination.Length)], offset);
        }

        public void Write(ReadOnlySpan<byte> source, long offset) => below.Write(source, offset);

        public void SetLength(long length) => below.SetLength(length);

        public void Sync() => below.Sync();

        public void SyncAll() => below.SyncAll();

        public bool TryLock() => below.TryLock();

        public FileMetadata GetMetadata()
        {
            var metadata = below.GetMetadata();
            return system.IsRestless(DisplayPath)
                ? metadata with { Modified = metadata.Modified with { Seconds = metadata.Modified.Seconds + ++_askedCount } }
                : metadata;
        }

        public void SetOwner(long userId, long groupId) => below.SetOwner(userId, groupId);

        public void SetMode(int mode)
        {
            system.DemandModes(DisplayPath);
            below.SetMode(mode);
        }

        public void SetModifiedTime(FileTime modified) => below.SetModifiedTime(modified);

        public bool TryFindData(long offset, out long start, out long end)
        {
            (start, end) = (offset, below.Length);
            return system.HidesHoles(DisplayPath) ? start < end : below.TryFindData(offset, out start, out end);
        }

        public IReadOnlyList<ExtendedAttribute> ReadAttributes() => below.ReadAttributes();

        public void SetAttribute(ExtendedAttribute attribute) => below.SetAttribute(attribute);

        public void RemoveAttribute(ReadOnlySpan<byte> name) => below.RemoveAttribute(name);

        public void Dispose() => below.Dispose();
    }
}
