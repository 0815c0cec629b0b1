using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>Page 0 of a store file: see format-spec/store.md. Written once.</summary>
public sealed record StoreFileHeader
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = StoreFileHeaderLayout.Size;

    private const string StructureName = "store file header";

    /// <summary>The magic.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, 0x47, 0x45, 0x50, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Minor version: says what was written, never how to read.</summary>
    public ushort VersionMinor { get; init; } = FileHeader.VersionMinorWritten;

    /// <summary>Features that a reader may ignore.</summary>
    public ulong FeaturesCompatible { get; init; }

    /// <summary>Features that a reader may ignore and a writer must know.</summary>
    public ulong FeaturesReadOnly { get; init; }

    /// <summary>The database; not zero.</summary>
    public required DatabaseId DatabaseId { get; init; }

    /// <summary>The file; random, not zero.</summary>
    public required FileId FileId { get; init; }

    /// <summary>The graph in it; 0 in the catalog.</summary>
    public required GraphId GraphId { get; init; }

    /// <summary>When it was made, in nanoseconds since 1970-01-01 UTC; for people only.</summary>
    public required long Created { get; init; }

    /// <summary>Reads and checks a header.</summary>
    /// <param name="page">Page 0.</param>
    /// <exception cref="ArchiveFormatException">Not a valid header.</exception>
    public static StoreFileHeader Decode(ReadOnlySpan<byte> page)
    {
        Place place = Place.Decoding(StructureName, 0);
        place.RequireSize(page.Length, Size);
        place.Require(page.StartsWith(Magic), FormatError.BadMagic, "not a file of a store");
        place.RequireSum(page, StoreFileHeaderLayout.HeaderChecksumOffset, "the header is damaged");
        place.RequireKnown(page, StoreFileHeaderLayout.VersionMajorOffset, StoreFileHeaderLayout.FeaturesIncompatibleOffset);
        uint pageSize = BinaryPrimitives.ReadUInt32LittleEndian(page[StoreFileHeaderLayout.PageSizeOffset..]);
        place.Require(pageSize == StoreLimits.PageSize, FormatError.BadValue, $"page_size is {pageSize}");
        StoreFileHeader header = new()
        {
            VersionMinor = BinaryPrimitives.ReadUInt16LittleEndian(page[StoreFileHeaderLayout.VersionMinorOffset..]),
            FeaturesCompatible = BinaryPrimitives.ReadUInt64LittleEndian(page[StoreFileHeaderLayout.FeaturesCompatibleOffset..]),
            FeaturesReadOnly = BinaryPrimitives.ReadUInt64LittleEndian(page[StoreFileHeaderLayout.FeaturesReadOnlyOffset..]),
            DatabaseId = DatabaseId.Read(page[StoreFileHeaderLayout.DatabaseIdOffset..]),
            FileId = FileId.Read(page[StoreFileHeaderLayout.FileIdOffset..]),
            GraphId = new GraphId(BinaryPrimitives.ReadUInt32LittleEndian(page[StoreFileHeaderLayout.GraphIdOffset..])),
            Created = BinaryPrimitives.ReadInt64LittleEndian(page[StoreFileHeaderLayout.CreatedOffset..]),
        };
        header.Validate(place);
        place.RequireReserved(page.Slice(StoreFileHeaderLayout.Reserved1Offset, StoreFileHeaderLayout.Reserved1Size), "reserved");
        place.RequireReserved(page.Slice(StoreFileHeaderLayout.Reserved2Offset, StoreFileHeaderLayout.Reserved2Size), "reserved");
        return header;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Its first 16,384 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse, or too little room.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> page = destination[..Size];
        page.Clear();
        Magic.CopyTo(page);
        BinaryPrimitives.WriteUInt16LittleEndian(page[StoreFileHeaderLayout.VersionMajorOffset..], FileHeader.VersionMajorWritten);
        BinaryPrimitives.WriteUInt16LittleEndian(page[StoreFileHeaderLayout.VersionMinorOffset..], VersionMinor);
        BinaryPrimitives.WriteUInt32LittleEndian(page[StoreFileHeaderLayout.PageSizeOffset..], StoreLimits.PageSize);
        BinaryPrimitives.WriteUInt64LittleEndian(page[StoreFileHeaderLayout.FeaturesCompatibleOffset..], FeaturesCompatible);
        BinaryPrimitives.WriteUInt64LittleEndian(page[StoreFileHeaderLayout.FeaturesReadOnlyOffset..], FeaturesReadOnly);
        DatabaseId.Write(page[StoreFileHeaderLayout.DatabaseIdOffset..]);
        FileId.Write(page[StoreFileHeaderLayout.FileIdOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(page[StoreFileHeaderLayout.GraphIdOffset..], GraphId.Value);
        BinaryPrimitives.WriteInt64LittleEndian(page[StoreFileHeaderLayout.CreatedOffset..], Created);
        uint checksum = Crc32C.Compute(page[..StoreFileHeaderLayout.HeaderChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(page[StoreFileHeaderLayout.HeaderChecksumOffset..], checksum);
    }

    /// <summary>Refuses the file of another database or graph with <c>bad-identity</c>.</summary>
    /// <exception cref="ArchiveFormatException">Another one.</exception>
    public void Expect(DatabaseId database, GraphId graph)
    {
        Place place = Place.Decoding(StructureName, 0);
        place.Require(DatabaseId == database, FormatError.BadIdentity, "the file is of another database");
        place.Require(GraphId == graph, FormatError.BadIdentity, "the file is of another graph");
    }

    /// <summary>Refuses another file of the same graph with <c>bad-identity</c>.</summary>
    /// <exception cref="ArchiveFormatException">Another one.</exception>
    public void ExpectFile(FileId file) =>
        Place.Decoding(StructureName, 0).Require(FileId == file, FormatError.BadIdentity, "it is another file than the one referred to");

    private void Validate(Place place)
    {
        place.Require(!DatabaseId.IsZero, FormatError.BadValue, "database_id is zero");
        place.Require(!FileId.IsZero, FormatError.BadValue, "file_id is zero");
    }
}
