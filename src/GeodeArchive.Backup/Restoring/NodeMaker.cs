using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>Makes what has no content: links, further names of files, FIFOs, sockets, devices. For one worker.</summary>
internal sealed class NodeMaker : IDisposable
{
    private const int ModeWhileMaking = 0x180; // 0600

    private readonly MetadataRestorer _metadata;
    private readonly ProblemLog _problems;

    // The directory that the last first name was in: further names often come together.
    private TreePath? _firstPath;
    private IDirectory? _firstDirectory;

    public NodeMaker(MetadataRestorer metadata, ProblemLog problems)
    {
        _metadata = metadata;
        _problems = problems;
    }

    /// <summary>The target; borrowed.</summary>
    public IDirectory? Root { get; set; }

    /// <summary>
    /// Takes the ACL away that all that is made in a directory would get; it comes back with the directory's own metadata.
    /// </summary>
    public static void RemoveDefaultAcl(IDirectory directory)
    {
        try
        {
            directory.RemoveAttribute(AttributeNames.DefaultAcl);
        }
        catch (FileException)
        {
            // There is none, or there can be none; or it stays, because the target belongs to somebody else, who wants it so.
        }
    }

    /// <summary>True if a link leads where it should, or a special file is what it should be.</summary>
    public static bool IsSame(IDirectory directory, FileName name, FileMetadata found, TreeEntry entry) =>
        TreeEntries.KindOf(found.Kind) == entry.Kind
        && (entry.Kind != EntryKind.SymbolicLink || directory.ReadSymbolicLink(name).AsSpan().SequenceEqual(entry.LinkTarget.Span))
        && (!entry.IsDevice || found.DeviceNumber == DeviceOf(entry));

    /// <summary>True if something is the file that has that first name.</summary>
    public bool IsSame(DirectoryLease directory, EntryPath first, FileMetadata found)
    {
        var metadata = DirectoryOf(directory, first).GetMetadata(first.Name!.Value);
        return metadata.Inode == found.Inode && metadata.Device == found.Device;
    }

    /// <summary>Makes a further name of a file; false if it cannot be had, so that the entry must become a file of its own.</summary>
    public bool TryLink(DirectoryLease directory, FileName name, EntryPath first)
    {
        try
        {
            DirectoryOf(directory, first).CreateHardLink(first.Name!.Value, directory.Directory, name);
            return true;
        }
        catch (FileException error) when (error.Error is FileError.Denied or FileError.Unsupported or FileError.NotFound)
        {
            // A file system without hard links, or with as many as it takes.
            _problems.Add(directory.PathOf(name), $"{error.Message}; it is restored as a file of its own");
            return false;
        }
    }

    /// <summary>Makes anything but a file or directory; false if it cannot be had.</summary>
    public bool TryMake(IDirectory directory, FileName name, TreeEntry entry, EntryPath path)
    {
        try
        {
            if (entry.Kind == EntryKind.SymbolicLink)
            {
                directory.CreateSymbolicLink(name, entry.LinkTarget.Span);
            }
            else
            {
                directory.CreateSpecialFile(name, KindOf(entry.Kind), ModeWhileMaking, DeviceOf(entry));
            }
        }
        catch (FileException error) when (error.Error is FileError.Denied or FileError.Unsupported)
        {
            // A file system without such things, or a device, which only root can make. Where nothing at all may be made, the next file or
            // directory tells.
            _problems.Add(path.ToString(), entry.IsDevice ? $"{error.Message}; a device can be made by root only" : error.Message);
            return false;
        }

        _metadata.Restore(new NamedNode(directory, name), entry, path);
        return true;
    }

    public void Dispose() => _firstDirectory?.Dispose();

    private static ulong DeviceOf(TreeEntry entry) => ((ulong)entry.DeviceMajor << 32) | entry.DeviceMinor;

    private static FileKind KindOf(EntryKind kind) => kind switch
    {
        EntryKind.Fifo => FileKind.Fifo,
        EntryKind.Socket => FileKind.Socket,
        EntryKind.CharacterDevice => FileKind.CharacterDevice,
        EntryKind.BlockDevice => FileKind.BlockDevice,
        _ => throw new InvalidOperationException($"{kind} is no special file"),
    };

    private IDirectory DirectoryOf(DirectoryLease here, EntryPath first) =>
        ReferenceEquals(first.Directory, here.Path) ? here.Directory : Open(first.Directory);

    /// <summary>Opens a directory of the target again, level by level, following no link.</summary>
    private IDirectory Open(TreePath path)
    {
        if (path.Parent is null)
        {
            return Root!;
        }

        if (!ReferenceEquals(path, _firstPath))
        {
            _firstDirectory?.Dispose();
            (_firstPath, _firstDirectory) = (null, null);
            foreach (var name in path.Names())
            {
                var below = (_firstDirectory ?? Root!).OpenDirectory(name);
                _firstDirectory?.Dispose();
                _firstDirectory = below;
            }

            _firstPath = path;
        }

        return _firstDirectory!;
    }
}
