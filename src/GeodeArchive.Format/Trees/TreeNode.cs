namespace GeodeArchive.Format;

/// <summary>What all tree nodes share: see format-spec/tree.md.</summary>
public static class TreeNode
{
    private const string StructureName = "tree node";

    /// <summary>The kind of a node, of which only the first byte is looked at.</summary>
    /// <exception cref="ArchiveFormatException">No such kind, or no byte.</exception>
    public static TreeNodeKind KindOf(ReadOnlySpan<byte> node)
    {
        Place place = Place.Decoding(StructureName, -1);
        place.RequireSize(node.Length, 1);
        place.RequireRange(node[0], (long)TreeNodeKind.DirectoryLeaf, (long)TreeNodeKind.BackupRoot, "kind of a node");
        return (TreeNodeKind)node[0];
    }

    /// <summary>Starts to read a node, which must be of <paramref name="kind"/>.</summary>
    internal static FormatReader Open(ReadOnlySpan<byte> node, TreeNodeKind kind, string structure)
    {
        Place place = Place.Decoding(structure, -1);
        place.RequireAtMost(node.Length, Limits.TreeNodeSizeMax, "node");
        place.Require(KindOf(node) == kind, FormatError.BadKind, "the node is of another kind");
        FormatReader reader = new(node, place);
        _ = reader.ReadByte();
        return reader;
    }

    /// <summary>
    /// Reads how many items follow, each of at least <paramref name="itemSizeLeast"/> bytes: so much memory may be had for them.
    /// </summary>
    internal static int ReadItemCount(ref FormatReader reader, string field, int minimum, int itemSizeLeast)
    {
        long count = reader.ReadCount(field, minimum);
        if (count > reader.Remaining / itemSizeLeast)
        {
            reader.Fail(FormatError.Truncated, $"{field} is beyond the node");
        }

        return (int)count;
    }
}
