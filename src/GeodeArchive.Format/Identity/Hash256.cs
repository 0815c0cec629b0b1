using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace GeodeArchive.Format;

/// <summary>32 bytes of a SHA-256 or HMAC-SHA-256, ordered as bytes. As text: 64 lower-case hexadecimal digits.</summary>
public readonly struct Hash256 : IEquatable<Hash256>, IComparable<Hash256>
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = 32;

    // Big-endian, so that the order of the numbers is the order of the bytes.
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private Hash256(ulong a, ulong b, ulong c, ulong d)
    {
        _a = a;
        _b = b;
        _c = c;
        _d = d;
    }

    /// <summary>Whether it is all zero, which means "none".</summary>
    public bool IsZero => (_a | _b | _c | _d) == 0;

    internal Id128 FirstHalf => new(_a, _b);

    /// <summary>Whether two hashes are the same.</summary>
    public static bool operator ==(Hash256 left, Hash256 right) => left.Equals(right);

    /// <summary>Whether two hashes differ.</summary>
    public static bool operator !=(Hash256 left, Hash256 right) => !left.Equals(right);

    /// <summary>Reads 32 bytes.</summary>
    public static Hash256 Read(ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> bytes = source[..Size];
        return new Hash256(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
    }

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Hash256 hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (!Hexadecimal.TryParse(text, bytes))
        {
            return false;
        }

        hash = Read(bytes);
        return true;
    }

    /// <summary>The SHA-256 of <paramref name="content"/>.</summary>
    public static Hash256 OfContent(ReadOnlySpan<byte> content)
    {
        Span<byte> bytes = stackalloc byte[Size];
        SHA256.HashData(content, bytes);
        return Read(bytes);
    }

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        Span<byte> bytes = destination[..Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _d);
    }

    /// <inheritdoc/>
    public bool Equals(Hash256 other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Hash256 other && Equals(other);

    /// <summary>Of the first eight bytes: they are as good as random.</summary>
    public override int GetHashCode() => _a.GetHashCode();

    /// <summary>As bytes.</summary>
    public int CompareTo(Hash256 other)
    {
        int order = FirstHalf.CompareTo(other.FirstHalf);
        return order != 0 ? order : new Id128(_c, _d).CompareTo(new Id128(other._c, other._d));
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
