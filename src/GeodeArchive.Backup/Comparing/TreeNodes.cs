using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Comparing;

/// <summary>Makes cursors over the trees of a backup.</summary>
internal static class TreeNodes
{
    /// <summary>A cursor over the entries of a directory.</summary>
    public static TreeCursor<TreeEntry> EntriesOf(TreeReader tree, DirectoryContent directory) => new(
        new CursorNode(directory.Root, directory.EntryCount, default),
        node =>
        [
            .. from child in tree.ReadInner(node.Node, ChildOf(node))
               select Below(node, child.ChunkId, child.EntryCount, child.FirstName),
        ],
        node => tree.ReadLeaf(ChildOf(node)));

    /// <summary>A cursor over the extents of a file.</summary>
    public static TreeCursor<Extent> ExtentsOf(BackupView view, TreeEntry file) => file.Content!.Root is not { } root
        ? new TreeCursor<Extent>(file.Content.Extents)
        : new TreeCursor<Extent>(
            new CursorNode(root, file.Size, default),
            node =>
            [
                .. from child in view.Tree.ReadExtentInner(node.Node, node.Amount)
                   select Below(node, child.ChunkId, child.Length, default),
            ],
            node => view.Tree.ReadExtentLeaf(node.Node.Id, node.Amount));

    private static DirectoryChild ChildOf(CursorNode node) => new(node.FirstName, node.Node.Id, node.Amount);

    private static CursorNode Below(CursorNode node, ChunkId id, long amount, ReadOnlyMemory<byte> firstName) =>
        new(new NodeReference(node.Node.Depth - 1, id), amount, firstName);
}
