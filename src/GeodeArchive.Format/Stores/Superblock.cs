using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>What commits a checkpoint: see format-spec/store.md.</summary>
public sealed record Superblock
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = SuperblockLayout.Size;

    private const string StructureName = "superblock";

    /// <summary>The magic.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, 0x47, 0x45, 0x53, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The page that it is in, from 1 to 4.</summary>
    public required int Slot { get; init; }

    /// <summary>The checkpoint.</summary>
    public required Generation Generation { get; init; }

    /// <summary>The checkpoint before it that succeeded; none in the first.</summary>
    public required Generation PreviousGeneration { get; init; }

    /// <summary>The database; not zero.</summary>
    public required DatabaseId DatabaseId { get; init; }

    /// <summary>This life of the database; not zero.</summary>
    public required IncarnationId IncarnationId { get; init; }

    /// <summary>The timeline that <see cref="CheckpointLsn"/> is a place in; not zero.</summary>
    public required TimelineId TimelineId { get; init; }

    /// <summary>That timeline's epoch; 1 or more.</summary>
    public required uint Epoch { get; init; }

    /// <summary>All that ends there or before is in the trees, and nothing else is.</summary>
    public required Lsn CheckpointLsn { get; init; }

    /// <summary>Wall time, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long Time { get; init; }

    /// <summary>The catalog's file.</summary>
    public required FileId CatalogFileId { get; init; }

    /// <summary>The root of the catalog's tree.</summary>
    public required BlockPointer CatalogRoot { get; init; }

    /// <summary>The root of the catalog's space map.</summary>
    public required BlockPointer CatalogSpace { get; init; }

    /// <summary>Pages that the catalog's space map covers.</summary>
    public required long CatalogPageCount { get; init; }

    /// <summary>Reads and checks a superblock.</summary>
    /// <param name="page">The page.</param>
    /// <param name="slot">Its number.</param>
    /// <exception cref="ArchiveFormatException">Not a valid superblock.</exception>
    public static Superblock Decode(ReadOnlySpan<byte> page, int slot)
    {
        Place place = Place.Decoding(StructureName, (long)slot * StoreLimits.PageSize);
        place.RequireSize(page.Length, Size);
        place.Require(page.StartsWith(Magic), FormatError.BadMagic, "not a superblock");
        place.RequireSum(page, SuperblockLayout.SuperblockChecksumOffset, "the superblock is damaged");
        uint actualSlot = BinaryPrimitives.ReadUInt32LittleEndian(page[SuperblockLayout.SlotOffset..]);
        Superblock superblock = new()
        {
            Slot = (int)Math.Min(actualSlot, int.MaxValue),
            Generation = new Generation(BinaryPrimitives.ReadInt64LittleEndian(page[SuperblockLayout.GenerationOffset..])),
            PreviousGeneration = new Generation(BinaryPrimitives.ReadInt64LittleEndian(page[SuperblockLayout.PreviousGenerationOffset..])),
            DatabaseId = DatabaseId.Read(page[SuperblockLayout.DatabaseIdOffset..]),
            IncarnationId = IncarnationId.Read(page[SuperblockLayout.IncarnationIdOffset..]),
            TimelineId = TimelineId.Read(page[SuperblockLayout.TimelineIdOffset..]),
            Epoch = BinaryPrimitives.ReadUInt32LittleEndian(page[SuperblockLayout.EpochOffset..]),
            CheckpointLsn = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(page[SuperblockLayout.CheckpointLsnOffset..])),
            Time = BinaryPrimitives.ReadInt64LittleEndian(page[SuperblockLayout.TimeOffset..]),
            CatalogFileId = FileId.Read(page[SuperblockLayout.CatalogFileIdOffset..]),
            CatalogRoot = BlockPointer.Read(page[SuperblockLayout.CatalogRootOffset..]),
            CatalogSpace = BlockPointer.Read(page[SuperblockLayout.CatalogSpaceOffset..]),
            CatalogPageCount = BinaryPrimitives.ReadInt64LittleEndian(page[SuperblockLayout.CatalogPageCountOffset..]),
        };
        superblock.Validate(place);
        place.RequireReserved(page.Slice(SuperblockLayout.ReservedOffset, SuperblockLayout.ReservedSize), "reserved");
        place.Require(superblock.Slot == slot, FormatError.BadIdentity, $"the superblock of slot {superblock.Slot} is in slot {slot}");
        return superblock;
    }

    /// <summary>Writes the superblock.</summary>
    /// <param name="destination">Its first 16,384 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse, or too little room.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> page = destination[..Size];
        page.Clear();
        Magic.CopyTo(page);
        BinaryPrimitives.WriteInt32LittleEndian(page[SuperblockLayout.SlotOffset..], Slot);
        BinaryPrimitives.WriteUInt32LittleEndian(page[SuperblockLayout.EpochOffset..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(page[SuperblockLayout.GenerationOffset..], Generation.Value);
        BinaryPrimitives.WriteInt64LittleEndian(page[SuperblockLayout.PreviousGenerationOffset..], PreviousGeneration.Value);
        DatabaseId.Write(page[SuperblockLayout.DatabaseIdOffset..]);
        IncarnationId.Write(page[SuperblockLayout.IncarnationIdOffset..]);
        TimelineId.Write(page[SuperblockLayout.TimelineIdOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(page[SuperblockLayout.CheckpointLsnOffset..], CheckpointLsn.Value);
        BinaryPrimitives.WriteInt64LittleEndian(page[SuperblockLayout.TimeOffset..], Time);
        CatalogFileId.Write(page[SuperblockLayout.CatalogFileIdOffset..]);
        CatalogRoot.Write(page[SuperblockLayout.CatalogRootOffset..]);
        CatalogSpace.Write(page[SuperblockLayout.CatalogSpaceOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(page[SuperblockLayout.CatalogPageCountOffset..], CatalogPageCount);
        uint checksum = Crc32C.Compute(page[..SuperblockLayout.SuperblockChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(page[SuperblockLayout.SuperblockChecksumOffset..], checksum);
    }

    private void Validate(Place place)
    {
        place.RequireRange(Slot, 1, StoreLimits.SuperblockCount, "slot");
        place.RequireRange(Generation.Value, 1, long.MaxValue, "generation");
        place.RequireRange(PreviousGeneration.Value, 0, Generation.Value - 1, "previous_generation");
        place.Require(!DatabaseId.IsZero, FormatError.BadValue, "database_id is zero");
        place.Require(!IncarnationId.IsZero, FormatError.BadValue, "incarnation_id is zero");
        place.Require(!TimelineId.IsZero, FormatError.BadValue, "timeline_id is zero");
        place.Require(Epoch >= 1, FormatError.BadValue, "epoch is 0");
        place.Require(!CatalogFileId.IsZero, FormatError.BadValue, "catalog_file_id is zero");
        CatalogRoot.Validate(place, "catalog_root");
        CatalogSpace.Validate(place, "catalog_space");
        place.RequireRange(CatalogPageCount, StoreLimits.SuperblockCount + 2, long.MaxValue / StoreLimits.PageSize, "catalog_page_count");
    }
}
