using System.Globalization;

namespace GeodeArchive.Format;

/// <summary>
/// A place in the logical stream of a timeline's log: bytes of records before it, without frames and padding. A record is named by the
/// place of its end. As text: the upper and the lower 32 bits in hexadecimal, such as <c>1/6B374D8</c>.
/// </summary>
/// <param name="Value">The number of bytes.</param>
public readonly record struct Lsn(ulong Value) : IComparable<Lsn>
{
    /// <summary>Before the first record of a database.</summary>
    public static Lsn Zero => default;

    /// <summary>Whether <paramref name="left"/> is before <paramref name="right"/>.</summary>
    public static bool operator <(Lsn left, Lsn right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is after <paramref name="right"/>.</summary>
    public static bool operator >(Lsn left, Lsn right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is at or before <paramref name="right"/>.</summary>
    public static bool operator <=(Lsn left, Lsn right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is at or after <paramref name="right"/>.</summary>
    public static bool operator >=(Lsn left, Lsn right) => left.Value >= right.Value;

    /// <summary>The place <paramref name="bytes"/> further on.</summary>
    public static Lsn operator +(Lsn start, long bytes) => new(checked(start.Value + (ulong)bytes));

    /// <summary>Bytes from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public static long operator -(Lsn end, Lsn start) => checked((long)(end.Value - start.Value));

    /// <summary>The later of two places.</summary>
    public static Lsn Max(Lsn left, Lsn right) => left > right ? left : right;

    /// <summary>Reads what <see cref="ToString"/> writes, with or without leading zeros.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Lsn lsn)
    {
        lsn = default;
        int slash = text.IndexOf('/');
        if (slash < 1
            || slash > 8
            || text.Length - slash - 1 is < 1 or > 8
            || !uint.TryParse(text[..slash], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint high)
            || !uint.TryParse(text[(slash + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint low))
        {
            return false;
        }

        lsn = new Lsn(((ulong)high << 32) | low);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Lsn other) => Value.CompareTo(other.Value);

    /// <summary>Such as <c>1/6B374D8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value >> 32:X}/{(uint)Value:X}");
}
