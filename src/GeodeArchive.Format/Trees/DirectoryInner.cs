using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GeodeArchive.Format;

/// <summary>An inner node of a directory's tree. Immutable.</summary>
public sealed class DirectoryInner
{
    private const string StructureName = "directory inner node";
    private const int ChildCountMin = 2;
    private const int ChildSizeLeast = 3 + ChunkId.Size;

    /// <summary>A node of these children, which ascend by name.</summary>
    /// <param name="depth">Levels below it; at least 1.</param>
    /// <param name="children">At least two.</param>
    public DirectoryInner(int depth, ImmutableArray<DirectoryChild> children)
    {
        Depth = depth;
        Children = children.IsDefault ? [] : children;
    }

    /// <summary>Levels below it; its children are of one less, those of 0 are leaves.</summary>
    public int Depth { get; }

    /// <summary>The children, ascending by name; at least two.</summary>
    public ImmutableArray<DirectoryChild> Children { get; }

    /// <summary>Entries in all leaves below.</summary>
    public long EntryCount => Sum(Children.AsSpan(), Place.Encoding(StructureName));

    /// <summary>Reads and checks a node.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid node.</exception>
    public static DirectoryInner Decode(ReadOnlySpan<byte> node)
    {
        FormatReader reader = TreeNode.Open(node, TreeNodeKind.DirectoryInner, StructureName);
        int depth = reader.ReadByte();
        DirectoryChild[] children = new DirectoryChild[TreeNode.ReadItemCount(ref reader, "child_count", ChildCountMin, ChildSizeLeast)];
        for (int i = 0; i < children.Length; i++)
        {
            byte[] name = reader.ReadLengthPrefixed(Limits.FileNameSizeMax, 1, "name").ToArray();
            ChunkId id = reader.ReadChunkId();
            children[i] = new DirectoryChild(name, id, reader.ReadCount("entry_count", 1));
        }

        reader.ExpectEnd();
        DirectoryInner decoded = new(depth, ImmutableCollectionsMarshal.AsImmutableArray(children));
        decoded.Validate(reader.Place);
        return decoded;
    }

    /// <summary>Appends the node.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Place place = Place.Encoding(StructureName);
        Validate(place);
        int start = writer.Length;
        writer.WriteByte((byte)TreeNodeKind.DirectoryInner);
        writer.WriteByte((byte)Depth);
        writer.WriteCount(Children.Length);
        foreach (ref readonly DirectoryChild child in Children.AsSpan())
        {
            writer.WriteLengthPrefixed(child.FirstName.Span);
            writer.WriteChunkId(child.ChunkId);
            writer.WriteCount(child.EntryCount);
        }

        place.RequireAtMost(writer.Length - start, Limits.TreeNodeSizeMax, "node");
    }

    private static long Sum(ReadOnlySpan<DirectoryChild> children, Place place)
    {
        long sum = 0;
        foreach (ref readonly DirectoryChild child in children)
        {
            sum = Extent.Add(sum, child.EntryCount, place);
        }

        return sum;
    }

    private void Validate(Place place)
    {
        place.RequireRange(Depth, 1, byte.MaxValue, "depth");
        place.RequireRange(Children.Length, ChildCountMin, int.MaxValue, "child_count");
        ReadOnlySpan<byte> previous = [];
        foreach (ref readonly DirectoryChild child in Children.AsSpan())
        {
            EntryName.Validate(child.FirstName.Span, place);
            place.RequireRange(child.EntryCount, 1, long.MaxValue, "entry_count");
            place.Require(previous.SequenceCompareTo(child.FirstName.Span) < 0, FormatError.BadOrder, "names do not ascend");
            previous = child.FirstName.Span;
        }

        _ = Sum(Children.AsSpan(), place);
    }
}
