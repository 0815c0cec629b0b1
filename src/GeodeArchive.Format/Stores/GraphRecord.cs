using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>What the catalog holds of a graph: see format-spec/store.md.</summary>
public sealed record GraphRecord
{
    private const string StructureName = "graph record";

    /// <summary>The root of its tree; none if that is empty.</summary>
    public required BlockPointer Root { get; init; }

    /// <summary>The root of its file's space map.</summary>
    public required BlockPointer Space { get; init; }

    /// <summary>Pages that the space map covers.</summary>
    public required long PageCount { get; init; }

    /// <summary>The checkpoint that wrote the graph last.</summary>
    public required Generation Generation { get; init; }

    /// <summary>The place in the log of that checkpoint.</summary>
    public required Lsn CheckpointLsn { get; init; }

    /// <summary>The file.</summary>
    public required FileId FileId { get; init; }

    /// <summary>The name of the file: the graph's number, unless that name could not be made durable.</summary>
    public required GraphId FileNumber { get; init; }

    /// <summary>The graph layer's own; the memory is the caller's.</summary>
    public required ReadOnlyMemory<byte> Attributes { get; init; }

    /// <summary>Reads and checks a record.</summary>
    /// <param name="bytes">The value of the catalog's cell.</param>
    /// <exception cref="ArchiveFormatException">Not a valid record.</exception>
    public static GraphRecord Decode(ReadOnlySpan<byte> bytes)
    {
        Place place = Place.Decoding(StructureName, -1);
        place.RequireSize(bytes.Length, GraphRecordLayout.Size);
        place.RequireAtMost(bytes.Length - GraphRecordLayout.Size, StoreLimits.AttributesSizeMax, "size of attributes");
        GraphRecord record = new()
        {
            Root = BlockPointer.Read(bytes[GraphRecordLayout.RootOffset..]),
            Space = BlockPointer.Read(bytes[GraphRecordLayout.SpaceOffset..]),
            PageCount = BinaryPrimitives.ReadInt64LittleEndian(bytes[GraphRecordLayout.PageCountOffset..]),
            Generation = new Generation(BinaryPrimitives.ReadInt64LittleEndian(bytes[GraphRecordLayout.GenerationOffset..])),
            CheckpointLsn = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(bytes[GraphRecordLayout.CheckpointLsnOffset..])),
            FileId = FileId.Read(bytes[GraphRecordLayout.FileIdOffset..]),
            FileNumber = new GraphId(BinaryPrimitives.ReadUInt32LittleEndian(bytes[GraphRecordLayout.FileNumberOffset..])),
            Attributes = bytes[GraphRecordLayout.AttributesOffset..].ToArray(),
        };
        record.Validate(place);
        place.RequireReserved(bytes.Slice(GraphRecordLayout.ReservedOffset, GraphRecordLayout.ReservedSize), "reserved");
        return record;
    }

    /// <summary>Appends the record.</summary>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> bytes = writer.Append(GraphRecordLayout.Size + Attributes.Length);
        Root.Write(bytes[GraphRecordLayout.RootOffset..]);
        Space.Write(bytes[GraphRecordLayout.SpaceOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[GraphRecordLayout.PageCountOffset..], PageCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[GraphRecordLayout.GenerationOffset..], Generation.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[GraphRecordLayout.CheckpointLsnOffset..], CheckpointLsn.Value);
        FileId.Write(bytes[GraphRecordLayout.FileIdOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[GraphRecordLayout.FileNumberOffset..], FileNumber.Value);
        bytes.Slice(GraphRecordLayout.ReservedOffset, GraphRecordLayout.ReservedSize).Clear();
        Attributes.Span.CopyTo(bytes[GraphRecordLayout.AttributesOffset..]);
    }

    private void Validate(Place place)
    {
        Root.Validate(place, "root", mayBeNone: true);
        Space.Validate(place, "space");
        place.RequireRange(PageCount, 2, long.MaxValue / StoreLimits.PageSize, "page_count");
        place.RequireRange(Generation.Value, 1, long.MaxValue, "generation");
        place.Require(!FileId.IsZero, FormatError.BadValue, "file_id is zero");
        place.RequireRange(FileNumber.Value, 1, uint.MaxValue, "file_number");
        place.RequireAtMost(Attributes.Length, StoreLimits.AttributesSizeMax, "size of attributes");
    }
}
