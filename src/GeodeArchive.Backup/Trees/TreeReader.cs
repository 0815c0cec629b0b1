using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Reading;

namespace GeodeArchive.Backup.Trees;

/// <summary>Reads a backup's tree, node by node. Safe for several workers.</summary>
public sealed class TreeReader
{
    private readonly ChunkReader _chunks;

    /// <summary>Makes a reader.</summary>
    public TreeReader(ChunkReader chunks) => _chunks = chunks;

    /// <summary>The backup root of that id.</summary>
    public BackupRoot ReadRoot(ChunkId id)
    {
        using var lease = _chunks.Read(id);
        return Decode(id, lease.Bytes, BackupRoot.Decode);
    }

    /// <summary>The entries of a directory, in the order of their names, each name once. Holds one leaf in memory.</summary>
    public IEnumerable<TreeEntry> ReadDirectory(NodeReference node)
    {
        ReadOnlyMemory<byte> before = default;
        foreach (var entry in ReadEntries(node))
        {
            if (entry.Name.Span.SequenceCompareTo(before.Span) <= 0)
            {
                throw RepositoryException.Damage(
                    $"tree node {node.Id}", FormatError.BadOrder, "directory", -1, $"{entry} comes twice, or after a later name");
            }

            before = entry.Name;
            yield return entry;
        }
    }

    /// <summary>The extents of a file's content, in file order. Holds one leaf in memory.</summary>
    public IEnumerable<Extent> ReadExtents(FileContent content) => content.Root is { } root ? ReadExtents(root) : content.Extents;

    /// <summary>The extents below an extent node.</summary>
    public IEnumerable<Extent> ReadExtents(NodeReference node)
    {
        if (node.Depth == 0)
        {
            foreach (var extent in ReadExtentLeaf(node.Id))
            {
                yield return extent;
            }

            yield break;
        }

        foreach (var child in ReadExtentInner(node))
        {
            foreach (var extent in ReadExtents(new NodeReference(node.Depth - 1, child.ChunkId)))
            {
                yield return extent;
            }
        }
    }

    /// <summary>The nodes of a file's extent tree, each before those below it.</summary>
    public IEnumerable<ChunkId> ReadExtentNodes(NodeReference node)
    {
        yield return node.Id;
        if (node.Depth == 0)
        {
            yield break;
        }

        foreach (var child in ReadExtentInner(node))
        {
            foreach (var below in ReadExtentNodes(new NodeReference(node.Depth - 1, child.ChunkId)))
            {
                yield return below;
            }
        }
    }

    private IEnumerable<TreeEntry> ReadEntries(NodeReference node)
    {
        if (node.Depth == 0)
        {
            foreach (var entry in ReadLeaf(node.Id))
            {
                yield return entry;
            }

            yield break;
        }

        foreach (var child in ReadInner(node))
        {
            foreach (var entry in ReadEntries(new NodeReference(node.Depth - 1, child.ChunkId)))
            {
                yield return entry;
            }
        }
    }

    private static T Decode<T>(ChunkId id, ReadOnlySpan<byte> bytes, Func<ReadOnlySpan<byte>, T> decode)
    {
        try
        {
            return decode(bytes);
        }
        catch (ArchiveFormatException damage)
        {
            // The bytes are what was once stored under this id, so the writer made a node that is not valid.
            throw RepositoryException.Damage($"tree node {id}", damage);
        }
    }

    private IReadOnlyList<TreeEntry> ReadLeaf(ChunkId id)
    {
        using var lease = _chunks.Read(id);
        return Decode(id, lease.Bytes, DirectoryLeaf.Decode).Entries;
    }

    private IReadOnlyList<DirectoryChild> ReadInner(NodeReference node)
    {
        using var lease = _chunks.Read(node.Id);
        var inner = Decode(node.Id, lease.Bytes, DirectoryInner.Decode);
        CheckDepth(node, inner.Depth);
        return inner.Children;
    }

    private IReadOnlyList<Extent> ReadExtentLeaf(ChunkId id)
    {
        using var lease = _chunks.Read(id);
        return Decode(id, lease.Bytes, ExtentLeaf.Decode).Extents;
    }

    private IReadOnlyList<ExtentChild> ReadExtentInner(NodeReference node)
    {
        using var lease = _chunks.Read(node.Id);
        var inner = Decode(node.Id, lease.Bytes, ExtentInner.Decode);
        CheckDepth(node, inner.Depth);
        return inner.Children;
    }

    private static void CheckDepth(NodeReference node, int depth)
    {
        if (depth != node.Depth)
        {
            throw RepositoryException.Damage(
                $"tree node {node.Id}", FormatError.BadReference, "inner node", 0, $"its depth is {depth}, {node.Depth} was expected");
        }
    }
}
