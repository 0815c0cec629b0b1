namespace GeodeArchive.Format;

/// <summary>The id of a database: the same in its log and its store, and in every copy of them.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct DatabaseId(Id128 Value)
{
    /// <summary>Whether it is all zero, which means "none".</summary>
    public bool IsZero => Value.IsZero;

    /// <summary>Reads 16 bytes.</summary>
    public static DatabaseId Read(ReadOnlySpan<byte> source) => new(Id128.Read(source));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.Write(destination);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
