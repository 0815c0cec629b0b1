using System.Globalization;

namespace GeodeArchive.Format;

/// <summary>The number that the repository gave a segment when it was added: from 1, never used again.</summary>
/// <param name="Value">The number.</param>
public readonly record struct SegmentNumber(uint Value) : IComparable<SegmentNumber>
{
    /// <summary>The first number of an empty repository.</summary>
    public static SegmentNumber First => new(1);

    /// <summary>The number after this one.</summary>
    public SegmentNumber Next => new(checked(Value + 1));

    /// <summary>Whether <paramref name="left"/> is less.</summary>
    public static bool operator <(SegmentNumber left, SegmentNumber right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is greater.</summary>
    public static bool operator >(SegmentNumber left, SegmentNumber right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is less or the same.</summary>
    public static bool operator <=(SegmentNumber left, SegmentNumber right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is greater or the same.</summary>
    public static bool operator >=(SegmentNumber left, SegmentNumber right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(SegmentNumber other) => Value.CompareTo(other.Value);

    /// <summary>In decimal.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
