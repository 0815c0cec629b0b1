using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GeodeArchive.Format;

/// <summary>An inner node of a file's tree of extents. Immutable.</summary>
public sealed class ExtentInner
{
    private const string StructureName = "extent inner node";
    private const int ChildCountMin = 2;
    private const int ChildSizeLeast = 1 + ChunkId.Size;

    /// <summary>A node of these children, in file order.</summary>
    /// <param name="depth">Levels below it; at least 1.</param>
    /// <param name="children">At least two.</param>
    public ExtentInner(int depth, ImmutableArray<ExtentChild> children)
    {
        Depth = depth;
        Children = children.IsDefault ? [] : children;
    }

    /// <summary>Levels below it; its children are of one less, those of 0 are leaves.</summary>
    public int Depth { get; }

    /// <summary>The children, in file order; at least two.</summary>
    public ImmutableArray<ExtentChild> Children { get; }

    /// <summary>Bytes of the file below it.</summary>
    public long Length => Sum(Place.Encoding(StructureName));

    /// <summary>Reads and checks a node.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid node.</exception>
    public static ExtentInner Decode(ReadOnlySpan<byte> node)
    {
        FormatReader reader = TreeNode.Open(node, TreeNodeKind.ExtentInner, StructureName);
        int depth = reader.ReadByte();
        ExtentChild[] children = new ExtentChild[TreeNode.ReadItemCount(ref reader, "child_count", ChildCountMin, ChildSizeLeast)];
        for (int i = 0; i < children.Length; i++)
        {
            ChunkId id = reader.ReadChunkId();
            children[i] = new ExtentChild(id, reader.ReadCount("length of a child", 1));
        }

        reader.ExpectEnd();
        ExtentInner decoded = new(depth, ImmutableCollectionsMarshal.AsImmutableArray(children));
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
        writer.WriteByte((byte)TreeNodeKind.ExtentInner);
        writer.WriteByte((byte)Depth);
        writer.WriteCount(Children.Length);
        foreach (ref readonly ExtentChild child in Children.AsSpan())
        {
            writer.WriteChunkId(child.ChunkId);
            writer.WriteCount(child.Length);
        }

        place.RequireAtMost(writer.Length - start, Limits.TreeNodeSizeMax, "node");
    }

    private long Sum(Place place)
    {
        long sum = 0;
        foreach (ref readonly ExtentChild child in Children.AsSpan())
        {
            sum = Extent.Add(sum, child.Length, place);
        }

        return sum;
    }

    private void Validate(Place place)
    {
        place.RequireRange(Depth, 1, byte.MaxValue, "depth");
        place.RequireRange(Children.Length, ChildCountMin, int.MaxValue, "child_count");
        foreach (ref readonly ExtentChild child in Children.AsSpan())
        {
            place.RequireRange(child.Length, 1, long.MaxValue, "length of a child");
        }

        _ = Sum(place);
    }
}
