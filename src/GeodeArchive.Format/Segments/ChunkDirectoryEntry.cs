using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>A chunk of a block, as the block's directory and the segment's footer hold it.</summary>
/// <param name="Id">The chunk.</param>
/// <param name="Length">Its size, 1 byte to 8 MiB.</param>
public readonly record struct ChunkDirectoryEntry(ChunkId Id, int Length)
{
    /// <summary>Its size in a directory, in bytes.</summary>
    public const int Size = ChunkDirectoryEntryLayout.Size;

    /// <summary>Reads an entry without checks.</summary>
    internal static ChunkDirectoryEntry Read(ReadOnlySpan<byte> source) => new(
        ChunkId.Read(source),
        BinaryPrimitives.ReadInt32LittleEndian(source[ChunkDirectoryEntryLayout.LengthOffset..]));

    internal void Write(Span<byte> destination)
    {
        Id.Write(destination);
        BinaryPrimitives.WriteInt32LittleEndian(destination[ChunkDirectoryEntryLayout.LengthOffset..], Length);
    }

    internal void Validate(Place place)
    {
        // Read as unsigned: what looks negative is a length beyond 2 GiB.
        place.RequireAtMost((uint)Length, Limits.ChunkSizeMax, "length of a chunk");
        place.Require(Length != 0, FormatError.BadValue, "length of a chunk is 0");
    }
}
