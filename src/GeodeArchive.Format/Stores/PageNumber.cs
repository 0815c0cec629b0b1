namespace GeodeArchive.Format;

/// <summary>A page of a store file, counted from 0.</summary>
/// <param name="Value">The number.</param>
public readonly record struct PageNumber(long Value) : IComparable<PageNumber>
{
    /// <summary>Where it starts in its file, in bytes.</summary>
    public long Offset => Value * StoreLimits.PageSize;

    /// <inheritdoc/>
    public int CompareTo(PageNumber other) => Value.CompareTo(other.Value);

    /// <summary>The number.</summary>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
