namespace GeodeArchive.Format;

/// <summary>The number of a checkpoint, counting up from 1; 0 means "none". Numbers of failed checkpoints are left out.</summary>
/// <param name="Value">The number.</param>
public readonly record struct Generation(long Value) : IComparable<Generation>
{
    /// <summary>Before the first checkpoint.</summary>
    public static Generation None => default;

    /// <summary>The number after this one.</summary>
    public Generation Next() => new(checked(Value + 1));

    /// <summary>Whether <paramref name="left"/> is before <paramref name="right"/>.</summary>
    public static bool operator <(Generation left, Generation right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is after <paramref name="right"/>.</summary>
    public static bool operator >(Generation left, Generation right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not after <paramref name="right"/>.</summary>
    public static bool operator <=(Generation left, Generation right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not before <paramref name="right"/>.</summary>
    public static bool operator >=(Generation left, Generation right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(Generation other) => Value.CompareTo(other.Value);

    /// <summary>The number.</summary>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
