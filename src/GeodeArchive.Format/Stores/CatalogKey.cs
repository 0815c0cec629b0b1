using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The keys of the catalog's tree: see format-spec/store.md.</summary>
public static class CatalogKey
{
    private const byte GraphTag = 1;
    private const byte DatabaseTag = 2;
    private const byte AncestorTag = 3;
    private const byte RecoveryPointTag = 4;
    private const int NumberedSize = 1 + sizeof(uint);
    private const string StructureName = "catalog key";

    /// <summary>The key of the database record.</summary>
    public static ReadOnlySpan<byte> Database => [DatabaseTag];

    /// <summary>The key of a graph record.</summary>
    public static byte[] Graph(GraphId graph) => Numbered(GraphTag, graph.Value);

    /// <summary>The key of an ancestor.</summary>
    public static byte[] Ancestor(uint ordinal) => Numbered(AncestorTag, ordinal);

    /// <summary>The key of a recovery point.</summary>
    /// <exception cref="ArgumentException">It is no name.</exception>
    public static byte[] RecoveryPoint(string name) => [RecoveryPointTag, .. GraphName.Encode(name)];

    /// <summary>Whether it is the key of a graph record; and of which graph.</summary>
    public static bool TryReadGraph(ReadOnlySpan<byte> key, out GraphId graph)
    {
        bool isGraph = TryRead(key, GraphTag, out uint number);
        graph = new GraphId(number);
        return isGraph;
    }

    /// <summary>Whether it is the key of an ancestor; and of which.</summary>
    public static bool TryReadAncestor(ReadOnlySpan<byte> key, out uint ordinal) => TryRead(key, AncestorTag, out ordinal);

    /// <summary>Whether it is the key of a recovery point; and of which.</summary>
    /// <exception cref="ArchiveFormatException">It is, and its name is not valid.</exception>
    public static bool TryReadRecoveryPoint(ReadOnlySpan<byte> key, out string name)
    {
        bool isPoint = key.Length > 0 && key[0] == RecoveryPointTag;
        name = isPoint ? GraphName.Decode(key[1..]) : string.Empty;
        return isPoint;
    }

    /// <summary>Refuses a key that is none of these kinds with <c>bad-value</c>.</summary>
    /// <exception cref="ArchiveFormatException">Always.</exception>
    public static void FailUnknown(ReadOnlySpan<byte> key) =>
        Place.Decoding(StructureName, -1).Fail(FormatError.BadValue, $"the catalog has an unknown key {Convert.ToHexStringLower(key)}");

    private static byte[] Numbered(byte tag, uint number)
    {
        byte[] key = new byte[NumberedSize];
        key[0] = tag;
        BinaryPrimitives.WriteUInt32BigEndian(key.AsSpan(1), number);
        return key;
    }

    private static bool TryRead(ReadOnlySpan<byte> key, byte tag, out uint number)
    {
        bool fits = key.Length == NumberedSize && key[0] == tag;
        number = fits ? BinaryPrimitives.ReadUInt32BigEndian(key[1..]) : 0;
        return fits;
    }
}
