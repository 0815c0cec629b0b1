using System.Globalization;

namespace GeodeArchive.Format;

/// <summary>The number of a manifest: from 1, without gaps, never used again. Zero stands for "before the first".</summary>
/// <param name="Value">The number.</param>
public readonly record struct ManifestNumber(ulong Value) : IComparable<ManifestNumber>
{
    /// <summary>Every manifest whose number divides by this is a snapshot.</summary>
    public const int SnapshotInterval = 256;

    /// <summary>The first number of a repository.</summary>
    public static ManifestNumber First => new(1);

    /// <summary>The number after this one.</summary>
    public ManifestNumber Next => new(checked(Value + 1));

    /// <summary>Whether the manifest of this number is a snapshot: the whole state, not a change.</summary>
    public bool IsSnapshot => Value != 0 && Value % SnapshotInterval == 0;

    /// <summary>Whether <paramref name="left"/> is older.</summary>
    public static bool operator <(ManifestNumber left, ManifestNumber right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is newer.</summary>
    public static bool operator >(ManifestNumber left, ManifestNumber right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is older or the same.</summary>
    public static bool operator <=(ManifestNumber left, ManifestNumber right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is newer or the same.</summary>
    public static bool operator >=(ManifestNumber left, ManifestNumber right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(ManifestNumber other) => Value.CompareTo(other.Value);

    /// <summary>Twenty decimal digits, as in the object's name.</summary>
    public override string ToString() => Value.ToString("D20", CultureInfo.InvariantCulture);
}
