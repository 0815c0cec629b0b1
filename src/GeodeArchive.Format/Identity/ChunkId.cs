using System.Diagnostics.CodeAnalysis;

namespace GeodeArchive.Format;

/// <summary>
/// The name of a chunk, 32 bytes: SHA-256 of its <see cref="ChunkLeaves"/> in the plain domain, HMAC-SHA-256 under the id key in the
/// encrypted one.
/// Two chunks of one domain with the same id are the same chunk.
/// </summary>
public readonly struct ChunkId : IEquatable<ChunkId>, IComparable<ChunkId>
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = Hash256.Size;

    private readonly Hash256 _hash;

    /// <summary>The id with these bytes.</summary>
    public ChunkId(Hash256 hash) => _hash = hash;

    /// <summary>The bytes.</summary>
    public Hash256 Hash => _hash;

    /// <summary>The first 16 bytes, which an index holds.</summary>
    public ChunkPrefix Prefix => new(_hash.FirstHalf);

    /// <summary>Whether it is all zero.</summary>
    public bool IsZero => _hash.IsZero;

    /// <summary>Whether two ids are the same.</summary>
    public static bool operator ==(ChunkId left, ChunkId right) => left._hash.Equals(right._hash);

    /// <summary>Whether two ids differ.</summary>
    public static bool operator !=(ChunkId left, ChunkId right) => !left._hash.Equals(right._hash);

    /// <summary>The id of <paramref name="content"/> in the plain domain.</summary>
    public static ChunkId OfPlain(ReadOnlySpan<byte> content) => ChunkLeaves.PlainIdOfContent(content);

    /// <summary>Reads 32 bytes.</summary>
    public static ChunkId Read(ReadOnlySpan<byte> source) => new(Hash256.Read(source));

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ChunkId id)
    {
        bool parsed = Hash256.TryParse(text, out Hash256 hash);
        id = new ChunkId(hash);
        return parsed;
    }

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> destination) => _hash.Write(destination);

    /// <inheritdoc/>
    public bool Equals(ChunkId other) => _hash.Equals(other._hash);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ChunkId other && Equals(other);

    /// <summary>Of the first eight bytes: they are as good as random.</summary>
    public override int GetHashCode() => _hash.GetHashCode();

    /// <summary>As bytes.</summary>
    public int CompareTo(ChunkId other) => _hash.CompareTo(other._hash);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => _hash.ToString();
}
