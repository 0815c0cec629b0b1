namespace GeodeArchive.Format;

/// <summary>Names the keys of an archive as a whole: slots of other keys are not looked at.</summary>
public readonly record struct KeySetId(Id128 Value)
{
    /// <summary>Whether it is all zero.</summary>
    public bool IsZero => Value.IsZero;

    /// <summary>Reads 16 bytes.</summary>
    public static KeySetId Read(ReadOnlySpan<byte> source) => new(Id128.Read(source));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.Write(destination);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
