using System.Text;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>The test's own hands on the disk: no faults strike, nothing is counted, no worker comes between. Paths are absolute.</summary>
public sealed partial class SimulatedDisk
{
    private const int DirectoryMode = 0x1ed;
    private const int FileMode = 0x1a4;

    /// <summary>Makes a directory and those above it, where they are missing; durable at once.</summary>
    public void PutDirectory(string path)
    {
        lock (_lock)
        {
            MakeDirectories(Split(path));
        }
    }

    /// <summary>Puts a file there, in place of one that is; durable at once, with the directories above it.</summary>
    public void PutFile(string path, ReadOnlySpan<byte> content)
    {
        var names = Split(path);
        lock (_lock)
        {
            var directory = MakeDirectories(names[..^1]);
            if (directory.Live.TryGetValue(names[^1], out var replaced))
            {
                Unlink(replaced);
            }

            var file = new RegularNode(NextInode(), new NodeAttributes(FileMode, UserId: 0, GroupId: 0, Now), Now, new FileContent());
            file.Content.Write(content, offset: 0, Random);
            file.Content.Sync();
            directory.Live[names[^1]] = directory.Durable[names[^1]] = file;
            CountPages(file, file.Content.AllocatedPageCount);
        }
    }

    /// <summary>True if programs see something under this name.</summary>
    public bool Contains(string path)
    {
        lock (_lock)
        {
            return Find(Split(path)) is not null;
        }
    }

    /// <summary>A file's bytes as programs see them.</summary>
    /// <exception cref="FileException">There is no such file.</exception>
    public byte[] ReadFile(string path)
    {
        lock (_lock)
        {
            var content = DemandFile(path).Content;
            var bytes = new byte[content.Length];
            content.Read(bytes, offset: 0, isStale: false);
            return bytes;
        }
    }

    /// <summary>Rot: changes bits of one byte, for programs and on the medium.</summary>
    public void FlipBits(string path, long offset, byte mask)
    {
        lock (_lock)
        {
            var content = DemandFile(path).Content;
            Span<byte> value = stackalloc byte[1];
            content.Read(value, offset, isStale: false);
            value[0] ^= mask;
            content.WriteBehindTheBack(value, offset);
        }
    }

    /// <summary>Everything below a directory as programs see it, by path relative to it, in order of path.</summary>
    public IReadOnlyList<SnapshotEntry> Snapshot(string path)
    {
        lock (_lock)
        {
            var entries = new List<SnapshotEntry>();
            var firstNames = new Dictionary<SimulatedNode, string>();
            var root = Find(Split(path)) as DirectoryNode ?? throw new FileException(FileError.NotFound, "open", path);
            Collect(root, "", entries, firstNames);
            return entries;
        }

        static void Collect(
            DirectoryNode directory, string prefix, List<SnapshotEntry> entries, Dictionary<SimulatedNode, string> firstNames)
        {
            foreach (var (name, node) in directory.Live)
            {
                firstNames.TryAdd(node, prefix + name);
                entries.Add(SnapshotEntry.Of(prefix + name, node, firstNames[node]));
                if (node is DirectoryNode below)
                {
                    Collect(below, $"{prefix}{name}/", entries, firstNames);
                }
            }
        }
    }

    private static FileName[] Split(string path) =>
        [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(name => FileName.FromListing(Encoding.UTF8.GetBytes(name)))];

    private DirectoryNode MakeDirectories(ReadOnlySpan<FileName> names)
    {
        var directory = _root;
        foreach (var name in names)
        {
            if (!directory.Live.TryGetValue(name, out var next))
            {
                next = new DirectoryNode(NextInode(), new NodeAttributes(DirectoryMode, UserId: 0, GroupId: 0, Now), Now, directory);
                directory.Live[name] = directory.Durable[name] = next;
            }

            directory = next as DirectoryNode ?? throw new FileException(FileError.NotADirectory, "open", name.ToString());
        }

        return directory;
    }

    private SimulatedNode? Find(ReadOnlySpan<FileName> names)
    {
        SimulatedNode? node = _root;
        foreach (var name in names)
        {
            node = (node as DirectoryNode)?.Live.GetValueOrDefault(name);
        }

        return node;
    }

    private RegularNode DemandFile(string path) =>
        Find(Split(path)) as RegularNode ?? throw new FileException(FileError.NotFound, "open", path);
}
