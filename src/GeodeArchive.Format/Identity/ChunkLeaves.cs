using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace GeodeArchive.Format;

/// <summary>
/// What a chunk's id is made from (format-spec/conventions.md): the SHA-256 of each leaf of <see cref="Size"/> bytes of the chunk, the last
/// of which may be shorter, one after the other, then the chunk's length. Leaves depend on none before them, so that several can be hashed
/// at once.
/// </summary>
public static class ChunkLeaves
{
    /// <summary>Bytes of a leaf.</summary>
    public const int Size = 8 << 10;

    /// <summary>Bytes of a leaf's hash.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    private const int LengthSize = sizeof(ulong);

    /// <summary>Bytes that describe a chunk of so many bytes.</summary>
    public static int DescribedSize(int length) => (CountOf(length) * HashSize) + LengthSize;

    /// <summary>Leaves of a chunk of so many bytes.</summary>
    public static int CountOf(int length) => (length + Size - 1) / Size;

    /// <summary>Describes a chunk, leaf by leaf.</summary>
    /// <param name="content">The chunk.</param>
    /// <param name="described"><see cref="DescribedSize"/> bytes.</param>
    public static void Describe(ReadOnlySpan<byte> content, Span<byte> described)
    {
        HashFrom(0, content, described);
        WriteLength(content.Length, described);
    }

    /// <summary>Hashes the leaves from a given one on.</summary>
    /// <param name="first">Number of the leaf, from 0.</param>
    /// <param name="content">The whole chunk.</param>
    /// <param name="hashes">Hashes of all leaves, one after the other.</param>
    public static void HashFrom(int first, ReadOnlySpan<byte> content, Span<byte> hashes)
    {
        for (int leaf = first; leaf * Size < content.Length; leaf++)
        {
            ReadOnlySpan<byte> bytes = content[(leaf * Size)..];
            SHA256.HashData(bytes[..Math.Min(Size, bytes.Length)], hashes[(leaf * HashSize)..]);
        }
    }

    /// <summary>Writes the length, which follows the hashes.</summary>
    public static void WriteLength(int length, Span<byte> described) =>
        BinaryPrimitives.WriteUInt64LittleEndian(described[(CountOf(length) * HashSize)..], (ulong)length);

    /// <summary>The id of a chunk in the plain domain, of what <see cref="Describe"/> wrote.</summary>
    public static ChunkId PlainIdOf(ReadOnlySpan<byte> described) => new(Hash256.OfContent(described));

    [SkipLocalsInit]
    internal static ChunkId PlainIdOfContent(ReadOnlySpan<byte> content)
    {
        Span<byte> described = stackalloc byte[DescribedSize(content.Length)];
        Describe(content, described);
        return PlainIdOf(described);
    }
}
