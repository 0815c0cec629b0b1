using System.Buffers.Binary;
using GeodeArchive.Format;
using P = GeodeArchive.Format.StorePageHeaderLayout;
using S = GeodeArchive.Format.SuperblockLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>Checks of store files: one thing is wrong, the sums are right.</summary>
public sealed class StoreFailureTests
{
    private static readonly BlockPointer Child = new(new PageNumber(9), new Generation(4), new Id128(1, 2));
    private static readonly FileId File = new(new Id128(3, 4));
    private static readonly int CellsStart = StoreLimits.PageSize - LeafCellsSize;

    // Two cells: 4 + 1 + 2 and 4 + 1 + 2.
    private const int LeafCellsSize = 14;

    private static readonly IReadOnlyList<FailureCase> Cases =
    [
        Page("magic of a page", FormatError.BadMagic, page => page[0] = 0),
        Page("kind 0", FormatError.BadValue, page => page[P.KindOffset] = 0),
        Page("kind 5", FormatError.BadValue, page => page[P.KindOffset] = 5),
        Page("a leaf above the bottom", FormatError.BadValue, page => page[P.LevelOffset] = 1),
        Page("no cells", FormatError.BadValue, page => page[P.EntryCountOffset] = 0),
        Page("more cells than there are", FormatError.BadReference, page => page[P.EntryCountOffset] = 3),
        Page("cells without room", FormatError.Truncated, page => Put16(page, P.EntryCountOffset, 9000)),
        Page("a reserved byte of a page", FormatError.ReservedNotZero, page => page[P.Reserved1Offset] = 1),
        Page("a birth of 0", FormatError.BadValue, page => page.AsSpan(P.BirthOffset, 8).Clear()),
        Page("an extent in a leaf", FormatError.BadValue, page => page[P.ExtentOffset] = 1),
        Page("a byte between offsets and cells", FormatError.ReservedNotZero, page => page[5000] = 1),
        Page("a cell that is not behind the one before", FormatError.BadReference, page => page[StorePageHeader.Size + 2]++),
        Page("a key of no bytes", FormatError.BadValue, page => page[CellsStart] = 0),
        Page("a key of too many bytes", FormatError.BadValue, page => Put16(page, CellsStart, 2049)),
        Page("a value beyond the page", FormatError.Truncated, page => Put16(page, CellsStart + 2, 3000)),
        Page("keys that do not ascend", FormatError.BadOrder, page => page[CellsStart + 4] = (byte)'c'),
        Superblocks("magic of a superblock", FormatError.BadMagic, page => page[0] = 0),
        Superblocks("another slot", FormatError.BadIdentity, page => page[S.SlotOffset] = 2),
        Superblocks("slot 5", FormatError.BadValue, page => page[S.SlotOffset] = 5),
        Superblocks("a previous generation that is not before", FormatError.BadValue, page => page[S.PreviousGenerationOffset] = 5),
        Superblocks("no incarnation", FormatError.BadValue, page => page.AsSpan(S.IncarnationIdOffset, 16).Clear()),
        Superblocks("no root", FormatError.BadValue, page => page.AsSpan(S.CatalogRootOffset, 32).Clear()),
        Superblocks("a reserved byte of a superblock", FormatError.ReservedNotZero, page => page[9000] = 1),
        Refers("another page", FormatError.BadIdentity, page => page with { Page = new PageNumber(8) }),
        Refers("another birth", FormatError.BadIdentity, page => page with { Birth = new Generation(6) }),
        Refers("other bytes", FormatError.BadChecksum, page => page with { Hash = new Id128(1, 1) }),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    [Fact]
    public void A_child_is_not_younger_than_its_parent()
    {
        byte[] page = new byte[StoreLimits.PageSize];
        PointerPage.Clear(page, StorePageKind.Overflow, 1, 20_000);
        PointerPage.SetCount(page, 1);
        PointerPage.SetPointer(page, 0, Child);
        StorePage.Seal(page, new PageNumber(7), new Generation(4), File);
        StorePage.CheckAlone(page, new PageNumber(7));
        StorePage.Seal(page, new PageNumber(7), new Generation(3), File);
        ArchiveFormatException failure = Assert.Throws<ArchiveFormatException>(() => StorePage.CheckAlone(page, new PageNumber(7)));
        Assert.Equal(FormatError.BadValue, failure.Error);
    }

    private static FailureCase Page(string name, FormatError error, Action<byte[]> spoil) => new(name, error, "page", 7 * 16384, () =>
    {
        byte[] page = NewLeaf(out _);
        spoil(page);
        StoreStructures.FixPage(page);
        StorePage.CheckAlone(page, new PageNumber(7));
    });

    private static FailureCase Superblocks(string name, FormatError error, Action<byte[]> spoil) => new(name, error, "superblock", 16384, () =>
    {
        byte[] page = StoreStructures.Encode(new Superblock
        {
            Slot = 1,
            Generation = new Generation(5),
            PreviousGeneration = new Generation(4),
            DatabaseId = new DatabaseId(new Id128(1, 1)),
            IncarnationId = new IncarnationId(new Id128(1, 2)),
            TimelineId = new TimelineId(new Id128(1, 3)),
            Epoch = 1,
            CheckpointLsn = new Lsn(77),
            Time = 1,
            CatalogFileId = File,
            CatalogRoot = Child,
            CatalogSpace = Child,
            CatalogPageCount = 10,
        });
        spoil(page);
        StoreStructures.FixEnd(page);
        Superblock.Decode(page, 1);
    });

    private static FailureCase Refers(string name, FormatError error, Func<BlockPointer, BlockPointer> change) => new(name, error, "page", 7 * 16384, () =>
    {
        byte[] page = NewLeaf(out BlockPointer pointer);
        StorePage.Check(page, pointer, File, StorePageKind.Leaf, 0);
        BlockPointer changed = change(pointer);
        StorePage.Check(page, changed with { Page = new PageNumber(7) }, File, StorePageKind.Leaf, 0);
        StorePage.Seal(page, changed.Page, changed.Birth, File);
        StorePage.Check(page, pointer, File, StorePageKind.Leaf, 0);
    });

    private static byte[] NewLeaf(out BlockPointer pointer)
    {
        byte[] edited = new byte[StoreLimits.PageSize];
        byte[] page = new byte[StoreLimits.PageSize];
        CellPage.Clear(edited, StorePageKind.Leaf, 0);
        CellPage.TryInsert(edited, 0, "b"u8, "12"u8);
        CellPage.TryInsert(edited, 0, "a"u8, "34"u8);
        CellPage.EncodeTo(edited, page);
        pointer = StorePage.Seal(page, new PageNumber(7), new Generation(5), File);
        return page;
    }

    private static void Put16(byte[] page, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(page.AsSpan(offset), value);
}
