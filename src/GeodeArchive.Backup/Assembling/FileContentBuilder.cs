using GeodeArchive.Backup.Storing;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Assembling;

/// <summary>Builds a file's content from its stored parts.</summary>
internal static class FileContentBuilder
{
    private const int ChildrenMax = 1024;

    /// <summary>The content, and the bytes it has. Inner nodes are stored.</summary>
    public static (FileContent Content, long Size) Build(IReadOnlyList<PartContent> parts, MetadataStore nodes)
    {
        var size = parts.Sum(part => part.Length);
        var leaves = parts.Where(part => part.Leaf is not null).Select(part => new ExtentChild(part.Leaf!.Value, part.Length)).ToList();
        if (leaves.Count == 0)
        {
            return (FileContent.Inline([.. parts.SelectMany(part => part.Extents)]), size);
        }

        var depth = 0;
        while (leaves.Count > 1)
        {
            leaves = StoreLevel(leaves, ++depth, nodes);
        }

        return (FileContent.Tree(new NodeReference(depth, leaves[0].ChunkId)), size);
    }

    private static List<ExtentChild> StoreLevel(List<ExtentChild> children, int depth, MetadataStore nodes)
    {
        var level = new List<ExtentChild>();
        var node = new FormatWriter();
        for (var first = 0; first < children.Count;)
        {
            // An inner node has two children or more: the last node takes one less from the one before it rather than being left with one.
            var left = children.Count - first;
            var count = left == ChildrenMax + 1 ? ChildrenMax - 1 : Math.Min(left, ChildrenMax);
            var group = children.GetRange(first, count);
            node.Clear();
            new ExtentInner(depth, [.. group]).Encode(node);
            level.Add(new ExtentChild(nodes.Put(node.WrittenSpan), group.Sum(child => child.Length)));
            first += count;
        }

        return level;
    }
}
