using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GeodeArchive.Format;

/// <summary>Entries of a directory. Immutable.</summary>
public sealed class DirectoryLeaf
{
    private const string StructureName = "directory leaf";

    /// <summary>A leaf of these entries, which ascend by name.</summary>
    public DirectoryLeaf(ImmutableArray<TreeEntry> entries) => Entries = entries.IsDefault ? [] : entries;

    /// <summary>The entries, ascending by name; none only in an empty directory.</summary>
    public ImmutableArray<TreeEntry> Entries { get; }

    /// <summary>Reads and checks a leaf.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid leaf.</exception>
    public static DirectoryLeaf Decode(ReadOnlySpan<byte> node)
    {
        FormatReader reader = TreeNode.Open(node, TreeNodeKind.DirectoryLeaf, StructureName);
        TreeEntry[] entries = new TreeEntry[TreeNode.ReadItemCount(ref reader, "entry_count", 0, TreeEntryCodec.EncodedSizeLeast)];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = TreeEntryCodec.Decode(ref reader);
        }

        reader.ExpectEnd();
        Validate(entries, reader.Place);
        return new DirectoryLeaf(ImmutableCollectionsMarshal.AsImmutableArray(entries));
    }

    /// <summary>Appends the leaf.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Place place = Place.Encoding(StructureName);
        Validate(Entries.AsSpan(), place);
        int start = writer.Length;
        WriteHead(writer, Entries.Length);
        foreach (TreeEntry entry in Entries)
        {
            TreeEntryCodec.Encode(writer, entry);
        }

        place.RequireAtMost(writer.Length - start, Limits.TreeNodeSizeMax, "node");
    }

    /// <summary>Appends what is before the entries: a builder that encoded them as they came puts it in front of them.</summary>
    public static void WriteHead(FormatWriter writer, int entryCount)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteByte((byte)TreeNodeKind.DirectoryLeaf);
        writer.WriteCount(entryCount);
    }

    private static void Validate(ReadOnlySpan<TreeEntry> entries, Place place)
    {
        for (int i = 1; i < entries.Length; i++)
        {
            bool ascends = entries[i - 1].Name.Span.SequenceCompareTo(entries[i].Name.Span) < 0;
            place.Require(ascends, FormatError.BadOrder, "names do not ascend");
        }
    }
}
