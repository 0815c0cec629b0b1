namespace GeodeArchive.Format;

/// <summary>The 32 bytes from which a domain's chunker derives its table. That of the plain domain is not secret.</summary>
/// <param name="Value">The bytes.</param>
public readonly record struct ChunkerKey(Hash256 Value)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = Hash256.Size;

    /// <summary>Reads 32 bytes.</summary>
    public static ChunkerKey Read(ReadOnlySpan<byte> source) => new(Hash256.Read(source));

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> destination) => Value.Write(destination);
}
