using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Database;

/// <summary>The bytes of a row: as text to compare and as a number for fingerprints, computed as format-spec/graph.md says. Kept for each record.</summary>
internal sealed class RowDigest
{
    private const int ShortSize = 48;

    private static readonly ConditionalWeakTable<object, RowDigest> Known = [];

    private readonly byte[] _row;
    private (long Id, UInt128 Value) _number;

    private RowDigest(byte[] row)
    {
        _row = row;
        Text = row.Length <= ShortSize ? Convert.ToHexString(row) : $"{row.Length} bytes {Convert.ToHexString(SHA256.HashData(row), 0, 16)}";
    }

    public string Text { get; }

    public static RowDigest Of(NodeRecord node) => Of(node, node.Encode);

    public static RowDigest Of(RelationshipRecord relationship) => Of(relationship, relationship.Encode);

    public static UInt128 NumberOfName(NameKind kind, uint number, string name)
    {
        var row = new byte[6 + Encoding.UTF8.GetByteCount(name)];
        row[0] = 9;
        row[1] = (byte)kind;
        BinaryPrimitives.WriteUInt32BigEndian(row.AsSpan(2), number);
        Encoding.UTF8.GetBytes(name, row.AsSpan(6));
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(row));
    }

    /// <summary>What the row adds to a fingerprint.</summary>
    public UInt128 Number(byte keyspace, long id)
    {
        if (_number.Id != id)
        {
            var bytes = new byte[9 + _row.Length];
            bytes[0] = keyspace;
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), id);
            _row.CopyTo(bytes, 9);
            _number = (id, BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(bytes)));
        }

        return _number.Value;
    }

    private static RowDigest Of(object record, Action<FormatWriter> encode)
    {
        if (!Known.TryGetValue(record, out var digest))
        {
            var writer = new FormatWriter(64);
            encode(writer);
            digest = new RowDigest(writer.WrittenSpan.ToArray());
            Known.AddOrUpdate(record, digest);
        }

        return digest;
    }
}
