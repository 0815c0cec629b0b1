using GeodeArchive.Backup.Storing;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Assembling;

/// <summary>
/// Builds a file's content from its stored parts, which come in order: inner nodes are stored as soon as they are full, so that a
/// file of any size takes the memory of one node a level. For one file after the other.
/// </summary>
internal sealed class FileContentBuilder
{
    private const int ChildrenMax = 1024;

    // An inner node has two children or more: a full one may be stored when at least two are left.
    private const int ChildrenHeldMax = ChildrenMax + 2;

    private readonly MetadataStore _nodes;
    private readonly FormatWriter _node = new();
    private readonly List<List<ExtentChild>> _levels = [];
    private IReadOnlyList<Extent> _extents = [];
    private long _size;

    public FileContentBuilder(MetadataStore nodes) => _nodes = nodes;

    /// <summary>Adds the next part.</summary>
    public void Add(PartContent part)
    {
        _size += part.Length;
        if (part.Leaf is { } leaf)
        {
            Add(new ExtentChild(leaf, part.Length), level: 0);
        }
        else if (part.Extents.Count > 0)
        {
            _extents = part.Extents;
        }
    }

    /// <summary>Stores what is left, returns the content and the bytes it has, and is ready for the next file.</summary>
    public (FileContent Content, long Size) Finish()
    {
        var content = _levels.Count == 0 ? FileContent.Inline([.. _extents]) : FileContent.Tree(FinishTree());
        var size = _size;
        _levels.Clear();
        _extents = [];
        _size = 0;
        return (content, size);
    }

    private void Add(ExtentChild child, int level)
    {
        if (level == _levels.Count)
        {
            _levels.Add([]);
        }

        var children = _levels[level];
        children.Add(child);
        if (children.Count == ChildrenHeldMax)
        {
            StoreFirst(ChildrenMax, level);
        }
    }

    private NodeReference FinishTree()
    {
        for (var level = 0; ; level++)
        {
            var children = _levels[level];
            if (level == _levels.Count - 1 && children.Count == 1)
            {
                return new NodeReference(level, children[0].ChunkId);
            }

            // The last node takes one from the one before it rather than being left with one child.
            if (children.Count > ChildrenMax)
            {
                StoreFirst(ChildrenMax - 1, level);
            }

            StoreFirst(children.Count, level);
        }
    }

    private void StoreFirst(int count, int level)
    {
        var children = _levels[level];
        var group = children.GetRange(0, count);
        children.RemoveRange(0, count);
        _node.Clear();
        new ExtentInner(level + 1, [.. group]).Encode(_node);
        Add(new ExtentChild(_nodes.Put(_node.WrittenSpan), group.Sum(child => child.Length)), level + 1);
    }
}
