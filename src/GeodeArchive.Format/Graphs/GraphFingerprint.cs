using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GeodeArchive.Format;

/// <summary>
/// The sum modulo 2^128 of one number for each node, relationship and name of a graph: see format-spec/graph.md. Rows can be added and
/// taken away in any order.
/// </summary>
/// <param name="Value">The sum.</param>
public readonly record struct GraphFingerprint(UInt128 Value)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = 16;

    /// <summary>That of an empty graph.</summary>
    public static GraphFingerprint Empty => default;

    /// <summary>With a row more.</summary>
    public static GraphFingerprint operator +(GraphFingerprint sum, GraphFingerprint row) => new(unchecked(sum.Value + row.Value));

    /// <summary>With a row less.</summary>
    public static GraphFingerprint operator -(GraphFingerprint sum, GraphFingerprint row) => new(unchecked(sum.Value - row.Value));

    /// <summary>The number of one row.</summary>
    /// <param name="key">Its key: of a node, a relationship, or a name by number.</param>
    /// <param name="value">Its value.</param>
    public static GraphFingerprint OfRow(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        const int Small = 512;
        int length = key.Length + value.Length;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (length <= Small)
        {
            Span<byte> row = stackalloc byte[Small];
            key.CopyTo(row);
            value.CopyTo(row[key.Length..]);
            SHA256.HashData(row[..length], hash);
        }
        else
        {
            using IncrementalHash sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            sum.AppendData(key);
            sum.AppendData(value);
            sum.GetHashAndReset(hash);
        }

        return Read(hash);
    }

    /// <summary>Reads 16 bytes.</summary>
    public static GraphFingerprint Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt128LittleEndian(source));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128LittleEndian(destination, Value);

    /// <summary>32 hexadecimal digits, as the bytes are written.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
