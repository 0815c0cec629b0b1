namespace GeodeArchive.Format;

/// <summary>An extended attribute of an entry.</summary>
/// <param name="Name">1 to 255 bytes.</param>
/// <param name="Value">At most 65,536 bytes.</param>
public sealed record TreeAttribute(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value)
{
    /// <inheritdoc/>
    public bool Equals(TreeAttribute? other) =>
        other is not null && Name.Span.SequenceEqual(other.Name.Span) && Value.Span.SequenceEqual(other.Value.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name.Length, Value.Length);
}
