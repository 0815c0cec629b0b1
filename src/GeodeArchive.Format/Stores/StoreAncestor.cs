using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>An earlier life of the database.</summary>
/// <param name="IncarnationId">That life.</param>
/// <param name="Generation">The last of its checkpoints that this one goes on from.</param>
public readonly record struct StoreAncestor(IncarnationId IncarnationId, Generation Generation)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = StoreAncestorLayout.Size;

    private const string StructureName = "ancestor";

    /// <summary>Reads and checks an ancestor.</summary>
    /// <param name="bytes">The value of the catalog's cell.</param>
    /// <exception cref="ArchiveFormatException">Not a valid ancestor.</exception>
    public static StoreAncestor Decode(ReadOnlySpan<byte> bytes)
    {
        Place place = Place.Decoding(StructureName, -1);
        place.RequireSize(bytes.Length, Size);
        place.Require(bytes.Length == Size, FormatError.TrailingBytes, "there are bytes after the end");
        StoreAncestor ancestor = new(
            IncarnationId.Read(bytes[StoreAncestorLayout.IncarnationIdOffset..]),
            new Generation(BinaryPrimitives.ReadInt64LittleEndian(bytes[StoreAncestorLayout.GenerationOffset..])));
        ancestor.Validate(place);
        return ancestor;
    }

    /// <summary>Appends the ancestor.</summary>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> bytes = writer.Append(Size);
        IncarnationId.Write(bytes[StoreAncestorLayout.IncarnationIdOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[StoreAncestorLayout.GenerationOffset..], Generation.Value);
    }

    private void Validate(Place place)
    {
        place.Require(!IncarnationId.IsZero, FormatError.BadValue, "incarnation_id is zero");
        place.RequireRange(Generation.Value, 1, long.MaxValue, "generation");
    }
}
