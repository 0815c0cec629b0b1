namespace GeodeArchive.Format;

/// <summary>The id of a repository: random, in the header of each of its files.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct RepositoryId(Id128 Value) : IComparable<RepositoryId>
{
    /// <summary>Whether it is all zero, which means "none".</summary>
    public bool IsZero => Value.IsZero;

    /// <summary>Reads 16 bytes.</summary>
    public static RepositoryId Read(ReadOnlySpan<byte> source) => new(Id128.Read(source));

    /// <summary>Reads 32 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RepositoryId id)
    {
        bool parsed = Id128.TryParse(text, out Id128 value);
        id = new RepositoryId(value);
        return parsed;
    }

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.Write(destination);

    /// <inheritdoc/>
    public int CompareTo(RepositoryId other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
