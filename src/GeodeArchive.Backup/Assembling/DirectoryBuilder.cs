using GeodeArchive.Backup.Storing;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Assembling;

/// <summary>
/// Builds one directory's nodes from entries that come in order: leaves are stored as soon as they are full, so that a
/// directory of any size takes the memory of one leaf and its references.
/// </summary>
internal sealed class DirectoryBuilder
{
    private const int NodeSizeTarget = 32 << 10;
    private const int NodeSizeMax = 256 << 10;

    // Golden ratio: CRC32C is linear, and the sums of numbered names differ in few bits until they are mixed.
    private const uint CutFactor = 0x9E3779B1;
    private const int CutShift = 26;

    private readonly MetadataStore _nodes;
    private readonly FormatWriter _entries = new(1024);
    private readonly List<DirectoryChild> _leaves = [];
    private byte[] _firstName = [];
    private int _leafCount;

    public DirectoryBuilder(MetadataStore nodes, TreeEntry directory)
    {
        _nodes = nodes;
        Directory = directory;
    }

    /// <summary>The directory's own entry, without content.</summary>
    public TreeEntry Directory { get; }

    /// <summary>Entries added.</summary>
    public long EntryCount { get; private set; }

    /// <summary>Adds the next entry by name.</summary>
    public void Add(TreeEntry entry)
    {
        if (_leafCount == 0)
        {
            _firstName = entry.Name.ToArray();
        }

        TreeEntryCodec.Encode(_entries, entry);
        _leafCount++;
        EntryCount++;
        if (IsCut(_entries.Length, entry.Name.Span))
        {
            StoreLeaf();
        }
    }

    /// <summary>Stores what is left and returns the directory's entry, complete.</summary>
    public TreeEntry Finish()
    {
        if (_leafCount > 0 || _leaves.Count == 0)
        {
            StoreLeaf();
        }

        var depth = 0;
        IReadOnlyList<DirectoryChild> level = _leaves;
        while (level.Count > 1)
        {
            level = StoreLevel(level, ++depth);
        }

        return Directory with { Directory = new DirectoryContent(new NodeReference(depth, level[0].ChunkId), EntryCount) };
    }

    private static bool IsCut(int size, ReadOnlySpan<byte> name) =>
        size >= NodeSizeMax || (size >= NodeSizeTarget && (Crc32C.Compute(name) * CutFactor) >> CutShift == 0);

    private void StoreLeaf()
    {
        var leaf = new FormatWriter(_entries.Length + 16);
        DirectoryLeaf.WriteHead(leaf, _leafCount);
        leaf.WriteBytes(_entries.WrittenSpan);
        _leaves.Add(new DirectoryChild(_firstName, _nodes.Put(leaf.WrittenSpan), _leafCount));
        _entries.Clear();
        _leafCount = 0;
    }

    private List<DirectoryChild> StoreLevel(IReadOnlyList<DirectoryChild> children, int depth)
    {
        var level = new List<DirectoryChild>();
        var group = new List<DirectoryChild>();
        var size = 0;
        for (var i = 0; i < children.Count; i++)
        {
            group.Add(children[i]);
            size += children[i].FirstName.Length + ChunkId.Size + 8;
            var left = children.Count - i - 1;

            // An inner node has two children or more: neither this one nor the last may be left with one.
            if (left == 0 || (group.Count > 1 && left > 1 && IsCut(size, children[i].FirstName.Span)))
            {
                level.Add(StoreInner(group, depth));
                group.Clear();
                size = 0;
            }
        }

        return level;
    }

    private DirectoryChild StoreInner(List<DirectoryChild> children, int depth)
    {
        var node = new FormatWriter(NodeSizeTarget);
        new DirectoryInner(depth, [.. children]).Encode(node);
        return new DirectoryChild(children[0].FirstName, _nodes.Put(node.WrittenSpan), children.Sum(child => child.EntryCount));
    }
}
