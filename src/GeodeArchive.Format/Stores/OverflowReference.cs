using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>Where a large value is, in place of it.</summary>
/// <param name="ValueSize">Bytes of the value.</param>
/// <param name="Root">The overflow page at the top.</param>
public readonly record struct OverflowReference(long ValueSize, BlockPointer Root)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = OverflowReferenceLayout.Size;

    /// <summary>Level of <see cref="Root"/>.</summary>
    public int Level => StorePage.LevelFor((ValueSize + StoreLimits.BodySize - 1) / StoreLimits.BodySize);

    /// <summary>Reads a reference that was checked before.</summary>
    public static OverflowReference Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt64LittleEndian(source),
        BlockPointer.Read(source[OverflowReferenceLayout.RootOffset..]));

    /// <summary>Writes 40 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, ValueSize);
        Root.Write(destination[OverflowReferenceLayout.RootOffset..]);
    }

    internal void Validate(Place place)
    {
        place.RequireAtMost(ValueSize, StoreLimits.ValueSizeMax, "value_size");
        place.RequireRange(ValueSize, StoreLimits.InlineValueSizeMax + 1, StoreLimits.ValueSizeMax, "value_size");
        Root.Validate(place, "root");
    }
}
