namespace GeodeArchive.Format;

/// <summary>
/// The first 16 bytes of a chunk id, as an index holds them. Two chunks with one prefix may differ: the segment's chunk table decides.
/// </summary>
/// <param name="Value">The 16 bytes.</param>
public readonly record struct ChunkPrefix(Id128 Value) : IComparable<ChunkPrefix>
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = Id128.Size;

    /// <summary>Bytes 0 to 7, most significant first: what a fence holds and a filter's bucket follows from.</summary>
    public ulong High => Value.High;

    /// <summary>Bytes 8 to 15, most significant first.</summary>
    public ulong Low => Value.Low;

    /// <summary>Reads 16 bytes.</summary>
    public static ChunkPrefix Read(ReadOnlySpan<byte> source) => new(Id128.Read(source));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> destination) => Value.Write(destination);

    /// <inheritdoc/>
    public int CompareTo(ChunkPrefix other) => Value.CompareTo(other.Value);

    /// <summary>Of the first eight bytes: they are as good as random.</summary>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
