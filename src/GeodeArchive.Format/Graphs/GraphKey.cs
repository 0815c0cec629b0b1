using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>
/// Writes the keys of a graph's tree: see format-spec/graph.md. Each method sets the first bytes of its destination, which has room for
/// <see cref="SizeMax"/>, and returns them. Numbers are big-endian, so that keys sort as numbers.
/// </summary>
public static class GraphKey
{
    /// <summary>The longest key, in bytes: that of a name.</summary>
    public const int SizeMax = NameStart + NameSizeMax;

    /// <summary>The longest name, in bytes of UTF-8.</summary>
    public const int NameSizeMax = 255;

    // A name or its number is behind the keyspace and the kind.
    internal const int NameStart = 2;

    private const int NumberSize = sizeof(uint);
    private const int IdSize = sizeof(ulong);

    /// <summary>A node, or with <see cref="GraphKeyspace.Relationship"/> a relationship.</summary>
    public static ReadOnlySpan<byte> Of(Span<byte> destination, GraphKeyspace keyspace, long id)
    {
        destination[0] = (byte)keyspace;
        BinaryPrimitives.WriteInt64BigEndian(destination[1..], id);
        return destination[..(1 + IdSize)];
    }

    /// <summary>A node of a label; without a node, the start of all of them.</summary>
    public static ReadOnlySpan<byte> OfLabelNode(Span<byte> destination, uint label, long? node = null)
    {
        destination[0] = (byte)GraphKeyspace.LabelNode;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], label);
        return EndWith(destination, 1 + NumberSize, node);
    }

    /// <summary>A relationship at a node; without the last parts, the start of all of a type or of all.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="keyspace"><see cref="GraphKeyspace.Outgoing"/> or <see cref="GraphKeyspace.Incoming"/>.</param>
    /// <param name="node">The node.</param>
    /// <param name="type">Number of the relationship's type.</param>
    /// <param name="relationship">The relationship.</param>
    public static ReadOnlySpan<byte> OfAdjacency(
        Span<byte> destination, GraphKeyspace keyspace, long node, uint? type = null, long? relationship = null)
    {
        destination[0] = (byte)keyspace;
        BinaryPrimitives.WriteInt64BigEndian(destination[1..], node);
        if (type is not { } number)
        {
            return destination[..(1 + IdSize)];
        }

        BinaryPrimitives.WriteUInt32BigEndian(destination[(1 + IdSize)..], number);
        return EndWith(destination, 1 + IdSize + NumberSize, relationship);
    }

    /// <summary>The count of a label or of a type.</summary>
    public static ReadOnlySpan<byte> OfCount(Span<byte> destination, GraphKeyspace keyspace, uint number)
    {
        destination[0] = (byte)keyspace;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], number);
        return destination[..(1 + NumberSize)];
    }

    /// <summary>The number of a name.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="kind">What it names.</param>
    /// <param name="name">UTF-8, 1 to 255 bytes.</param>
    public static ReadOnlySpan<byte> OfName(Span<byte> destination, NameKind kind, ReadOnlySpan<byte> name)
    {
        destination[0] = (byte)GraphKeyspace.NameNumber;
        destination[1] = (byte)kind;
        name.CopyTo(destination[NameStart..]);
        return destination[..(NameStart + name.Length)];
    }

    /// <summary>The name of a number.</summary>
    public static ReadOnlySpan<byte> OfNumber(Span<byte> destination, NameKind kind, uint number)
    {
        destination[0] = (byte)GraphKeyspace.NumberName;
        destination[1] = (byte)kind;
        BinaryPrimitives.WriteUInt32BigEndian(destination[NameStart..], number);
        return destination[..(NameStart + NumberSize)];
    }

    /// <summary>The counters.</summary>
    public static ReadOnlySpan<byte> OfCounters(Span<byte> destination)
    {
        destination[0] = (byte)GraphKeyspace.Counters;
        return destination[..1];
    }

    /// <summary>The id that a key ends with.</summary>
    public static long IdOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt64BigEndian(key[^IdSize..]);

    /// <summary>The kind and number in the key of a name.</summary>
    /// <exception cref="ArchiveFormatException">Not such a key.</exception>
    public static void ReadNumber(ReadOnlySpan<byte> key, out NameKind kind, out uint number)
    {
        Place place = Place.Decoding("key of a name", -1);
        place.RequireSize(key.Length, NameStart + NumberSize);
        place.Require(key.Length == NameStart + NumberSize, FormatError.TrailingBytes, "there are bytes after the end");
        place.RequireRange(key[1], (byte)NameKind.Label, (byte)NameKind.PropertyKey, "kind");
        kind = (NameKind)key[1];
        number = BinaryPrimitives.ReadUInt32BigEndian(key[NameStart..]);
        place.RequireRange(number, 1, uint.MaxValue, "number");
    }

    /// <summary>The type in a key of a relationship at a node.</summary>
    public static uint TypeOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt32BigEndian(key[(1 + IdSize)..]);

    private static ReadOnlySpan<byte> EndWith(Span<byte> destination, int length, long? id)
    {
        if (id is not { } last)
        {
            return destination[..length];
        }

        BinaryPrimitives.WriteInt64BigEndian(destination[length..], last);
        return destination[..(length + IdSize)];
    }
}
