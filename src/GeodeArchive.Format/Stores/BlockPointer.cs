using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>How a page is referred to: its place, when it was written, and what its bytes are.</summary>
/// <param name="Page">The page; 0 in <see cref="None"/>.</param>
/// <param name="Birth">Generation of the checkpoint that it was written for.</param>
/// <param name="Hash">First half of the SHA-256 of the page.</param>
public readonly record struct BlockPointer(PageNumber Page, Generation Birth, Id128 Hash)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = BlockPointerLayout.Size;

    /// <summary>Refers to nothing.</summary>
    public static BlockPointer None => default;

    /// <summary>Whether it refers to nothing.</summary>
    public bool IsNone => Page.Value == 0;

    /// <summary>Reads a pointer that was checked before.</summary>
    public static BlockPointer Read(ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> bytes = source[..Size];
        return new BlockPointer(
            new PageNumber(BinaryPrimitives.ReadInt64LittleEndian(bytes[BlockPointerLayout.PageNumberOffset..])),
            new Generation(BinaryPrimitives.ReadInt64LittleEndian(bytes[BlockPointerLayout.BirthOffset..])),
            Id128.Read(bytes[BlockPointerLayout.HashOffset..]));
    }

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        Span<byte> bytes = destination[..Size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes[BlockPointerLayout.PageNumberOffset..], Page.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[BlockPointerLayout.BirthOffset..], Birth.Value);
        Hash.Write(bytes[BlockPointerLayout.HashOffset..]);
    }

    internal void Validate(Place place, string field, bool mayBeNone = false)
    {
        if (Page.Value == 0 && mayBeNone)
        {
            place.Require(this == None, FormatError.BadValue, $"{field} is half none");
            return;
        }

        place.RequireRange(Page.Value, 1, long.MaxValue / StoreLimits.PageSize, $"page_number of {field}");
        place.RequireRange(Birth.Value, 1, long.MaxValue, $"birth of {field}");
    }
}
