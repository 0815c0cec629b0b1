using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The values of a graph's rows but nodes, relationships, names and counters: see format-spec/graph.md.</summary>
public static class GraphIndexValue
{
    private const string StructureName = "graph index";

    /// <summary>The node at the other end, in an adjacency.</summary>
    /// <exception cref="ArchiveFormatException">Not the id of a node.</exception>
    public static long DecodeNode(ReadOnlySpan<byte> value)
    {
        Place place = ExpectSize(value, sizeof(long));
        long node = BinaryPrimitives.ReadInt64BigEndian(value);
        place.RequireRange(node, 1, long.MaxValue, "node");
        return node;
    }

    /// <summary>The number of a name.</summary>
    /// <exception cref="ArchiveFormatException">Not a number.</exception>
    public static uint DecodeNumber(ReadOnlySpan<byte> value)
    {
        Place place = ExpectSize(value, sizeof(uint));
        uint number = BinaryPrimitives.ReadUInt32BigEndian(value);
        place.RequireRange(number, 1, uint.MaxValue, "number");
        return number;
    }

    /// <summary>The count of a label or type.</summary>
    /// <exception cref="ArchiveFormatException">Not a count.</exception>
    public static long DecodeCount(ReadOnlySpan<byte> value)
    {
        FormatReader reader = new(value, StructureName);
        long count = reader.ReadCount("count", 1);
        reader.ExpectEnd();
        return count;
    }

    /// <summary>The node of a label says nothing more than its key.</summary>
    /// <exception cref="ArchiveFormatException">There is something.</exception>
    public static void DecodeNothing(ReadOnlySpan<byte> value) => ExpectSize(value, 0);

    private static Place ExpectSize(ReadOnlySpan<byte> value, int size)
    {
        Place place = Place.Decoding(StructureName, -1);
        place.RequireSize(value.Length, size);
        place.Require(value.Length == size, FormatError.TrailingBytes, "there are bytes after the end");
        return place;
    }
}
