namespace GeodeArchive.Format;

/// <summary>The id of one file, given at random when it is written; a segment, index or backup goes by it.</summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct FileId(Id128 Value) : IComparable<FileId>
{
    /// <summary>Whether it is all zero, which means "none".</summary>
    public bool IsZero => Value.IsZero;

    /// <summary>Reads 16 bytes.</summary>
    public static FileId Read(ReadOnlySpan<byte> source) => new(Id128.Read(source));

    /// <summary>Reads 32 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FileId id)
    {
        bool parsed = Id128.TryParse(text, out Id128 value);
        id = new FileId(value);
        return parsed;
    }

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.Write(destination);

    /// <inheritdoc/>
    public int CompareTo(FileId other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
