namespace GeodeArchive.Format;

/// <summary>The id of a segment: the file id of its header.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct SegmentId(Id128 Value) : IComparable<SegmentId>
{
    /// <summary>Whether it is all zero, which means "none".</summary>
    public bool IsZero => Value.IsZero;

    /// <summary>Reads 16 bytes.</summary>
    public static SegmentId Read(ReadOnlySpan<byte> source) => new(Id128.Read(source));

    /// <summary>Reads 32 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SegmentId id)
    {
        bool parsed = Id128.TryParse(text, out Id128 value);
        id = new SegmentId(value);
        return parsed;
    }

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.Write(destination);

    /// <summary>The same bytes as the id of the file that it names.</summary>
    public FileId AsFileId() => new(Value);

    /// <inheritdoc/>
    public int CompareTo(SegmentId other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
