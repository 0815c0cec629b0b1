using System.Globalization;

namespace GeodeArchive.Format;

/// <summary>The number of a transaction, given in the order of commits: from 1; 0 means "none".</summary>
/// <param name="Value">The number.</param>
public readonly record struct Xid(ulong Value) : IComparable<Xid>
{
    /// <summary>No transaction.</summary>
    public static Xid None => default;

    /// <summary>The number after this one.</summary>
    public Xid Next => new(checked(Value + 1));

    /// <summary>Whether <paramref name="left"/> was given before.</summary>
    public static bool operator <(Xid left, Xid right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> was given later.</summary>
    public static bool operator >(Xid left, Xid right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> was given before, or is the same.</summary>
    public static bool operator <=(Xid left, Xid right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> was given later, or is the same.</summary>
    public static bool operator >=(Xid left, Xid right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(Xid other) => Value.CompareTo(other.Value);

    /// <summary>In decimal.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
