using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace GeodeArchive.Format;

/// <summary>
/// An id of 16 bytes, ordered as bytes; all zero means "none". As text: 32 lower-case hexadecimal digits, first byte first.
/// </summary>
public readonly struct Id128 : IEquatable<Id128>, IComparable<Id128>
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = 16;

    // Big-endian, so that the order of the numbers is the order of the bytes.
    private readonly ulong _high;
    private readonly ulong _low;

    /// <summary>
    /// The id whose first eight bytes are <paramref name="high"/> and last eight are <paramref name="low"/>, both most significant byte
    /// first.
    /// </summary>
    public Id128(ulong high, ulong low)
    {
        _high = high;
        _low = low;
    }

    /// <summary>The first eight bytes, most significant first.</summary>
    public ulong High => _high;

    /// <summary>The last eight bytes, most significant first.</summary>
    public ulong Low => _low;

    /// <summary>Whether it is all zero, which means "none".</summary>
    public bool IsZero => (_high | _low) == 0;

    /// <summary>Whether two ids are the same.</summary>
    public static bool operator ==(Id128 left, Id128 right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    public static bool operator !=(Id128 left, Id128 right) => !left.Equals(right);

    /// <summary>Reads 16 bytes.</summary>
    public static Id128 Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[sizeof(ulong)..]));

    /// <summary>Reads 32 lower-case hexadecimal digits; upper-case ones are not the same name and are refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Id128 id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (!Hexadecimal.TryParse(text, bytes))
        {
            return false;
        }

        id = Read(bytes);
        return true;
    }

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[sizeof(ulong)..], _low);
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
    }

    /// <inheritdoc/>
    public bool Equals(Id128 other) => _high == other._high && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Id128 other && Equals(other);

    /// <summary>Of the first eight bytes, which are random.</summary>
    public override int GetHashCode() => _high.GetHashCode();

    /// <summary>As bytes.</summary>
    public int CompareTo(Id128 other)
    {
        int order = _high.CompareTo(other._high);
        return order != 0 ? order : _low.CompareTo(other._low);
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
