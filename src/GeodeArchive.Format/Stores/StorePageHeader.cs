using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The first 64 bytes of every page but file headers and superblocks: see format-spec/store.md.</summary>
public readonly record struct StorePageHeader
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = StorePageHeaderLayout.Size;

    internal const string StructureName = "page";

    /// <summary>The magic, "GTPG".</summary>
    public static ReadOnlySpan<byte> Magic => "GTPG"u8;

    /// <summary>What the page holds.</summary>
    public StorePageKind Kind { get; private init; }

    /// <summary>0 at the bottom.</summary>
    public int Level { get; private init; }

    /// <summary>Cells or pointers.</summary>
    public int EntryCount { get; private init; }

    /// <summary>Where the cells start, in bytes from the start of the page.</summary>
    public int ContentStart { get; private init; }

    /// <summary>Its place.</summary>
    public PageNumber Page { get; private init; }

    /// <summary>Generation of the checkpoint that it was written for.</summary>
    public Generation Birth { get; private init; }

    /// <summary>The file.</summary>
    public FileId FileId { get; private init; }

    /// <summary>Overflow: bytes of the value in it or below it; space: first page that it tells of; else 0.</summary>
    public long Extent { get; private init; }

    /// <summary>Reads and checks the header and the page's checksum, not what is behind the header.</summary>
    /// <param name="page">The page.</param>
    /// <param name="offset">Where it is in its file, in bytes.</param>
    /// <exception cref="ArchiveFormatException">Not a valid page.</exception>
    public static StorePageHeader Decode(ReadOnlySpan<byte> page, long offset)
    {
        Place place = Place.Decoding(StructureName, offset);
        place.RequireSize(page.Length, StoreLimits.PageSize);
        page = page[..StoreLimits.PageSize];
        place.Require(page.StartsWith(Magic), FormatError.BadMagic, "not a page of a tree");
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(page[StorePageHeaderLayout.PageChecksumOffset..]);
        place.Require(checksum == Crc32C.Compute(page[StorePageHeaderLayout.KindOffset..]), FormatError.BadChecksum, "the page is damaged");
        StorePageHeader header = Read(page);
        header.Validate(place);
        place.RequireReserved(page.Slice(StorePageHeaderLayout.Reserved1Offset, StorePageHeaderLayout.Reserved1Size), "reserved");
        place.RequireReserved(page.Slice(StorePageHeaderLayout.Reserved2Offset, StorePageHeaderLayout.Reserved2Size), "reserved");
        return header;
    }

    internal static StorePageHeader Read(ReadOnlySpan<byte> page) => new()
    {
        Kind = (StorePageKind)page[StorePageHeaderLayout.KindOffset],
        Level = page[StorePageHeaderLayout.LevelOffset],
        EntryCount = BinaryPrimitives.ReadUInt16LittleEndian(page[StorePageHeaderLayout.EntryCountOffset..]),
        ContentStart = BinaryPrimitives.ReadUInt16LittleEndian(page[StorePageHeaderLayout.ContentStartOffset..]),
        Page = new PageNumber(BinaryPrimitives.ReadInt64LittleEndian(page[StorePageHeaderLayout.PageNumberOffset..])),
        Birth = new Generation(BinaryPrimitives.ReadInt64LittleEndian(page[StorePageHeaderLayout.BirthOffset..])),
        FileId = FileId.Read(page[StorePageHeaderLayout.FileIdOffset..]),
        Extent = BinaryPrimitives.ReadInt64LittleEndian(page[StorePageHeaderLayout.ExtentOffset..]),
    };

    /// <summary>Compares the page's own place with the pointer that led to it.</summary>
    internal void Expect(BlockPointer pointer, FileId file, StorePageKind kind, int level, Place place)
    {
        place.Require(Page == pointer.Page, FormatError.BadIdentity, $"page {Page} is in the place of page {pointer.Page}");
        place.Require(FileId == file, FormatError.BadIdentity, "the page is of another file");
        place.Require(Birth == pointer.Birth, FormatError.BadIdentity, $"the page is of generation {Birth}, not {pointer.Birth}");
        place.Require(
            Kind == kind && Level == level,
            FormatError.BadKind,
            $"a page of kind {Kind}, level {Level}; {kind}, level {level} is wanted");
    }

    private void Validate(Place place)
    {
        place.RequireRange((int)Kind, (int)StorePageKind.Leaf, (int)StorePageKind.Space, "kind");
        bool hasCells = Kind is StorePageKind.Leaf or StorePageKind.Inner;
        bool hasPointers = !hasCells && Level > 0;
        int levelMin = Kind == StorePageKind.Inner ? 1 : 0;
        int levelMax = Kind switch
        {
            StorePageKind.Leaf => 0,
            StorePageKind.Inner => StoreLimits.TreeLevelMax,
            _ => StoreLimits.PointerLevelMax,
        };
        place.RequireRange(Level, levelMin, levelMax, "level");
        int countMax = hasCells ? StoreLimits.BodySize : hasPointers ? StoreLimits.PointerCountMax : 0;
        place.RequireRange(EntryCount, hasCells || hasPointers ? 1 : 0, countMax, "entry_count");
        place.RequireRange(ContentStart, Size, hasCells ? StoreLimits.PageSize : Size, "content_start");
        place.RequireRange(Page.Value, 1, long.MaxValue / StoreLimits.PageSize, "page_number");
        place.RequireRange(Birth.Value, 1, long.MaxValue, "birth");
        place.Require(!FileId.IsZero, FormatError.BadValue, "file_id is zero");
        switch (Kind)
        {
            case StorePageKind.Overflow:
                place.RequireRange(Extent, 1, Level == 0 ? StoreLimits.BodySize : StoreLimits.ValueSizeMax, "extent");
                break;
            case StorePageKind.Space:
                place.RequireRange(Extent, 0, long.MaxValue / StoreLimits.PageSize, "extent");
                break;
            default:
                place.RequireRange(Extent, 0, 0, "extent");
                break;
        }
    }
}
