namespace GeodeArchive.Format;

/// <summary>The id of one life of a database, between restores, promotions and forks.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct IncarnationId(Id128 Value) : IComparable<IncarnationId>
{
    /// <summary>Whether it is all zero, which means "none".</summary>
    public bool IsZero => Value.IsZero;

    /// <summary>Reads 16 bytes.</summary>
    public static IncarnationId Read(ReadOnlySpan<byte> source) => new(Id128.Read(source));

    /// <summary>Reads 32 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IncarnationId id)
    {
        bool parsed = Id128.TryParse(text, out Id128 value);
        id = new IncarnationId(value);
        return parsed;
    }

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.Write(destination);

    /// <inheritdoc/>
    public int CompareTo(IncarnationId other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
