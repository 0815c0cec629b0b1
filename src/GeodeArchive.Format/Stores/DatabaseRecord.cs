using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>What the catalog holds of the database: see format-spec/store.md.</summary>
public sealed record DatabaseRecord
{
    private const string StructureName = "database record";

    /// <summary>More than the number of any graph there ever was.</summary>
    public required GraphId NextGraphId { get; init; }

    /// <summary>The graph layer's own; the memory is the caller's.</summary>
    public required ReadOnlyMemory<byte> Attributes { get; init; }

    /// <summary>Reads and checks a record.</summary>
    /// <param name="bytes">The value of the catalog's cell.</param>
    /// <exception cref="ArchiveFormatException">Not a valid record.</exception>
    public static DatabaseRecord Decode(ReadOnlySpan<byte> bytes)
    {
        Place place = Place.Decoding(StructureName, -1);
        place.RequireSize(bytes.Length, DatabaseRecordLayout.Size);
        place.RequireAtMost(bytes.Length - DatabaseRecordLayout.Size, StoreLimits.AttributesSizeMax, "size of attributes");
        DatabaseRecord record = new()
        {
            NextGraphId = new GraphId(BinaryPrimitives.ReadUInt32LittleEndian(bytes[DatabaseRecordLayout.NextGraphIdOffset..])),
            Attributes = bytes[DatabaseRecordLayout.AttributesOffset..].ToArray(),
        };
        record.Validate(place);
        place.RequireReserved(bytes.Slice(DatabaseRecordLayout.ReservedOffset, DatabaseRecordLayout.ReservedSize), "reserved");
        return record;
    }

    /// <summary>Appends the record.</summary>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> bytes = writer.Append(DatabaseRecordLayout.Size + Attributes.Length);
        bytes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[DatabaseRecordLayout.NextGraphIdOffset..], NextGraphId.Value);
        Attributes.Span.CopyTo(bytes[DatabaseRecordLayout.AttributesOffset..]);
    }

    private void Validate(Place place)
    {
        place.RequireRange(NextGraphId.Value, 1, uint.MaxValue, "next_graph_id");
        place.RequireAtMost(Attributes.Length, StoreLimits.AttributesSizeMax, "size of attributes");
    }
}
