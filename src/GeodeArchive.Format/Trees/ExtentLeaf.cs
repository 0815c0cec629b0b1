using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GeodeArchive.Format;

/// <summary>Extents of a file, in file order. Immutable.</summary>
public sealed class ExtentLeaf
{
    private const string StructureName = "extent leaf";

    /// <summary>A leaf of these extents.</summary>
    public ExtentLeaf(ImmutableArray<Extent> extents) => Extents = extents.IsDefault ? [] : extents;

    /// <summary>The extents; at least one.</summary>
    public ImmutableArray<Extent> Extents { get; }

    /// <summary>Bytes of the file that they make.</summary>
    public long Length => Sum(Place.Encoding(StructureName));

    /// <summary>Reads and checks a leaf.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid leaf.</exception>
    public static ExtentLeaf Decode(ReadOnlySpan<byte> node)
    {
        FormatReader reader = TreeNode.Open(node, TreeNodeKind.ExtentLeaf, StructureName);
        int count = TreeNode.ReadItemCount(ref reader, "extent_count", 1, Extent.EncodedSizeLeast);
        ExtentLeaf leaf = new(ReadExtents(ref reader, count));
        reader.ExpectEnd();
        _ = leaf.Sum(reader.Place);
        return leaf;
    }

    /// <summary>Appends the leaf.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Place place = Place.Encoding(StructureName);
        place.RequireRange(Extents.Length, 1, int.MaxValue, "extent_count");
        int start = writer.Length;
        writer.WriteByte((byte)TreeNodeKind.ExtentLeaf);
        writer.WriteCount(Extents.Length);
        foreach (ref readonly Extent extent in Extents.AsSpan())
        {
            extent.Write(writer, place);
        }

        _ = Sum(place);
        place.RequireAtMost(writer.Length - start, Limits.TreeNodeSizeMax, "node");
    }

    internal static ImmutableArray<Extent> ReadExtents(ref FormatReader reader, int count)
    {
        if (count == 0)
        {
            return [];
        }

        Extent[] extents = new Extent[count];
        for (int i = 0; i < count; i++)
        {
            extents[i] = Extent.Read(ref reader);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(extents);
    }

    private long Sum(Place place)
    {
        long sum = 0;
        foreach (ref readonly Extent extent in Extents.AsSpan())
        {
            sum = Extent.Add(sum, extent.Length, place);
        }

        return sum;
    }
}
