using GeodeArchive.Backup.Storing;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;

namespace GeodeArchive.Backup.Trees;

/// <summary>
/// Reads a backup's tree, node by node. Each node must hold as much as the node above it says, so that what is read sums to what the
/// entry says and no sum can overflow, whoever made the tree. Safe for several workers.
/// </summary>
public sealed class TreeReader
{
    private readonly ChunkReader _chunks;
    private readonly ChunkIndex _index;

    /// <summary>Makes a reader.</summary>
    /// <param name="chunks">Reads the nodes.</param>
    /// <param name="index">Knows where a node lies, for messages.</param>
    public TreeReader(ChunkReader chunks, ChunkIndex index)
    {
        _chunks = chunks;
        _index = index;
    }

    /// <summary>The backup root of that id.</summary>
    public BackupRoot ReadRoot(ChunkId id)
    {
        using var lease = _chunks.Read(id);
        return Decode(id, lease.Bytes, BackupRoot.Decode);
    }

    /// <summary>
    /// The entries of a directory: as many as it says, in the order of their names, each name once. Holds one leaf in memory.
    /// </summary>
    public IEnumerable<TreeEntry> ReadDirectory(DirectoryContent directory)
    {
        ReadOnlyMemory<byte> before = default;
        foreach (var entry in ReadEntries(directory.Root, new DirectoryChild(default, directory.Root.Id, directory.EntryCount)))
        {
            if (entry.Name.Span.SequenceCompareTo(before.Span) <= 0)
            {
                throw Damage(directory.Root.Id, FormatError.BadOrder, "directory", $"{entry} comes twice, or after a later name");
            }

            before = entry.Name;
            yield return entry;
        }
    }

    /// <summary>The extents of a file's content, in file order; they sum to its size. Holds one leaf in memory.</summary>
    public IEnumerable<Extent> ReadExtents(TreeEntry file) => file.Content!.Root is { } root
        ? ReadExtents(root, file.Size)
        : file.Content.Extents;

    /// <summary>The nodes of a file's extent tree, each before those below it; none if its extents are in its entry.</summary>
    public IEnumerable<ChunkId> ReadExtentNodes(TreeEntry file) => file.Content!.Root is { } root ? ReadExtentNodes(root, file.Size) : [];

    /// <summary>The parts of a file's content in file order: each leaf with its extents, or the extents that are in the entry.</summary>
    internal IEnumerable<PartContent> ReadParts(TreeEntry file) => file.Content!.Root is { } root
        ? ReadParts(root, file.Size)
        : [new PartContent(file.Content.Extents, null, file.Size)];

    /// <summary>Damage of what a chunk holds: a chunk has no place of its own, its block has.</summary>
    internal RepositoryException Damage(ChunkId id, FormatError error, string structure, string detail)
    {
        var isFound = _index.TryFind(id, out var table, out var place);
        return RepositoryException.Damage(
            isFound ? RepositoryNames.Segment(table.Segment.Id).Text : RepositoryNames.IndexPrefix.TrimEnd('/'),
            error,
            structure,
            isFound ? table.Blocks[place.Block].Offset : -1,
            $"chunk {id}: {detail}");
    }

    private IEnumerable<Extent> ReadExtents(NodeReference node, long length)
    {
        if (node.Depth == 0)
        {
            foreach (var extent in ReadExtentLeaf(node.Id, length))
            {
                yield return extent;
            }

            yield break;
        }

        foreach (var child in ReadExtentInner(node, length))
        {
            foreach (var extent in ReadExtents(new NodeReference(node.Depth - 1, child.ChunkId), child.Length))
            {
                yield return extent;
            }
        }
    }

    private IEnumerable<PartContent> ReadParts(NodeReference node, long length)
    {
        if (node.Depth == 0)
        {
            yield return new PartContent(ReadExtentLeaf(node.Id, length), node.Id, length);
            yield break;
        }

        foreach (var child in ReadExtentInner(node, length))
        {
            foreach (var part in ReadParts(new NodeReference(node.Depth - 1, child.ChunkId), child.Length))
            {
                yield return part;
            }
        }
    }

    private IEnumerable<ChunkId> ReadExtentNodes(NodeReference node, long length)
    {
        yield return node.Id;
        if (node.Depth == 0)
        {
            yield break;
        }

        foreach (var child in ReadExtentInner(node, length))
        {
            foreach (var below in ReadExtentNodes(new NodeReference(node.Depth - 1, child.ChunkId), child.Length))
            {
                yield return below;
            }
        }
    }

    /// <param name="node">The node.</param>
    /// <param name="expected">What the node above says of it; of a root, which has no name there, the first name is empty.</param>
    private IEnumerable<TreeEntry> ReadEntries(NodeReference node, DirectoryChild expected)
    {
        if (node.Depth == 0)
        {
            foreach (var entry in ReadLeaf(expected))
            {
                yield return entry;
            }

            yield break;
        }

        foreach (var child in ReadInner(node, expected))
        {
            foreach (var entry in ReadEntries(new NodeReference(node.Depth - 1, child.ChunkId), child))
            {
                yield return entry;
            }
        }
    }

    internal IReadOnlyList<TreeEntry> ReadLeaf(DirectoryChild expected)
    {
        using var lease = _chunks.Read(expected.ChunkId);
        var entries = Decode(expected.ChunkId, lease.Bytes, DirectoryLeaf.Decode).Entries;
        CheckAmount(expected.ChunkId, "directory leaf", entries.Length, expected.EntryCount, "entries");
        CheckFirstName(expected, "directory leaf", entries.IsEmpty ? default : entries[0].Name);
        return entries;
    }

    internal IReadOnlyList<DirectoryChild> ReadInner(NodeReference node, DirectoryChild expected)
    {
        using var lease = _chunks.Read(node.Id);
        var inner = Decode(node.Id, lease.Bytes, DirectoryInner.Decode);
        CheckDepth(node, "directory inner node", inner.Depth);
        CheckAmount(node.Id, "directory inner node", inner.EntryCount, expected.EntryCount, "entries");
        CheckFirstName(expected, "directory inner node", inner.Children[0].FirstName);
        return inner.Children;
    }

    internal IReadOnlyList<Extent> ReadExtentLeaf(ChunkId id, long length)
    {
        using var lease = _chunks.Read(id);
        var leaf = Decode(id, lease.Bytes, ExtentLeaf.Decode);
        CheckAmount(id, "extent leaf", leaf.Length, length, "bytes");
        return leaf.Extents;
    }

    internal IReadOnlyList<ExtentChild> ReadExtentInner(NodeReference node, long length)
    {
        using var lease = _chunks.Read(node.Id);
        var inner = Decode(node.Id, lease.Bytes, ExtentInner.Decode);
        CheckDepth(node, "extent inner node", inner.Depth);
        CheckAmount(node.Id, "extent inner node", inner.Length, length, "bytes");
        return inner.Children;
    }

    private void CheckDepth(NodeReference node, string structure, int depth)
    {
        if (depth != node.Depth)
        {
            throw Damage(node.Id, FormatError.BadReference, structure, $"its depth is {depth}, {node.Depth} was expected");
        }
    }

    private void CheckAmount(ChunkId id, string structure, long actual, long expected, string unit)
    {
        if (actual != expected)
        {
            throw Damage(id, FormatError.BadReference, structure, $"it holds {actual} {unit}, {expected} were expected");
        }
    }

    private void CheckFirstName(DirectoryChild expected, string structure, ReadOnlyMemory<byte> actual)
    {
        if (!expected.FirstName.IsEmpty && !expected.FirstName.Span.SequenceEqual(actual.Span))
        {
            throw Damage(expected.ChunkId, FormatError.BadReference, structure, "its first name is not that of the node above");
        }
    }

    private T Decode<T>(ChunkId id, ReadOnlySpan<byte> bytes, Func<ReadOnlySpan<byte>, T> decode)
    {
        try
        {
            return decode(bytes);
        }
        catch (ArchiveFormatException damage)
        {
            // The bytes are what was once stored under this id, so the writer made a node that is not valid.
            throw Damage(id, damage.Error, damage.Structure, damage.Detail);
        }
    }
}
