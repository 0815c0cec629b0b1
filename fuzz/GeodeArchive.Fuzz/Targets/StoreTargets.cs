using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>The structures of store files.</summary>
internal static class StoreTargets
{
    private const int PageSize = StoreLimits.PageSize;

    private static readonly FileId File = new(new Id128(41, 42));
    private static readonly PageNumber Place = new(7);
    private static readonly BlockPointer Child = new(new PageNumber(9), new Generation(2), new Id128(43, 44));

    public static IEnumerable<FuzzTarget> All =>
    [
        Page(
            "store-file-header",
            $"{nameof(StoreFileHeader)}.{nameof(StoreFileHeader.Decode)}",
            [Header],
            RepairEnd,
            bytes => StoreFileHeader.Decode(bytes).Encode),
        Page(
            "superblock",
            $"{nameof(Superblock)}.{nameof(Superblock.Decode)}",
            [Commit],
            RepairEnd,
            bytes => Superblock.Decode(bytes, 1).Encode),
        Page(
            "store-page",
            $"{nameof(StorePageHeader)}.{nameof(StorePageHeader.Decode)}",
            [Leaf, Pointers, .. SamplePages],
            RepairPage,
            DecodePage),
        Record(
            "graph-record",
            $"{nameof(GraphRecord)}.{nameof(GraphRecord.Decode)}",
            Encode(Graph.Encode),
            bytes => GraphRecord.Decode(bytes).Encode),
        Record(
            "database-record",
            $"{nameof(DatabaseRecord)}.{nameof(DatabaseRecord.Decode)}",
            Encode(new DatabaseRecord { NextGraphId = new GraphId(5), Attributes = new byte[] { 1, 2 } }.Encode),
            bytes => DatabaseRecord.Decode(bytes).Encode),
        Record(
            "store-ancestor",
            $"{nameof(StoreAncestor)}.{nameof(StoreAncestor.Decode)}",
            Encode(new StoreAncestor(new IncarnationId(new Id128(1, 2)), new Generation(3)).Encode),
            bytes => StoreAncestor.Decode(bytes).Encode),
        Record(
            "recovery-point",
            $"{nameof(RecoveryPoint)}.{nameof(RecoveryPoint.Decode)}",
            Encode(SampleStores.RecoveryPoint.Encode),
            bytes => RecoveryPoint.Decode(bytes).Encode),
    ];

    /// <summary>Each kind of page, from the files of a store.</summary>
    private static IEnumerable<Action<byte[]>> SamplePages =>
    [
        From(SampleStores.GraphFile, SampleStores.GraphSpacePage),
        From(SampleStores.GraphFile, SampleStores.GraphLeafPage),
        From(SampleStores.GraphFile, SampleStores.GraphRootPage),
        From(SampleStores.GraphFile, SampleStores.OverflowPage + 2),
        From(SampleStores.Catalog, SampleStores.CatalogLeafPage),
    ];

    private delegate void PageEncoder(Span<byte> page);

    private static GraphRecord Graph => new()
    {
        Root = Child,
        Space = Child,
        PageCount = 10,
        Generation = new Generation(2),
        CheckpointLsn = new Lsn(3),
        FileId = File,
        FileNumber = new GraphId(1),
        Attributes = new byte[] { 1, 2, 3 },
    };

    private static FuzzTarget Page(
        string name, string covers, Action<byte[]>[] samples, Action<byte[]> repair, Func<byte[], PageEncoder> decode) => new()
    {
        Name = name,
        Covers = [covers],
        MakeSamples = () => [.. samples.Select(Made)],
        Repair = (input, _) =>
        {
            if (input.Length >= PageSize)
            {
                repair(input);
            }

            return input;
        },
        Run = input =>
        {
            var encoded = new byte[PageSize];
            decode(input)(encoded);
            return RoundTrip.Check(input.AsSpan(0, PageSize), encoded);
        },
    };

    private static FuzzTarget Record(string name, string covers, byte[] sample, Func<byte[], Action<FormatWriter>> decode) => new()
    {
        Name = name,
        Covers = [covers],
        MakeSamples = () => [sample],
        Run = input => RoundTrip.Check(input, Encode(decode(input))),
    };

    private static byte[] Made(Action<byte[]> make)
    {
        var page = new byte[PageSize];
        make(page);
        return page;
    }

    private static void Header(byte[] page) => new StoreFileHeader
    {
        DatabaseId = new DatabaseId(new Id128(1, 2)),
        FileId = File,
        GraphId = new GraphId(1),
        Created = 5,
    }.Encode(page);

    private static void Commit(byte[] page) => new Superblock
    {
        Slot = 1,
        Generation = new Generation(5),
        PreviousGeneration = new Generation(4),
        DatabaseId = new DatabaseId(new Id128(1, 2)),
        IncarnationId = new IncarnationId(new Id128(1, 3)),
        TimelineId = new TimelineId(new Id128(1, 4)),
        Epoch = 1,
        CheckpointLsn = new Lsn(77),
        Time = 1,
        CatalogFileId = File,
        CatalogRoot = Child,
        CatalogSpace = Child,
        CatalogPageCount = 10,
    }.Encode(page);

    private static void Leaf(byte[] page)
    {
        var edited = new byte[PageSize];
        CellPage.Clear(edited, StorePageKind.Leaf, 0);
        for (var number = 0; number < 50; number++)
        {
            CellPage.TryInsert(edited, number, [1, (byte)number], new byte[number]);
        }

        CellPage.EncodeTo(edited, page);
        StorePage.Seal(page, Place, new Generation(3), File);
    }

    private static Action<byte[]> From(Func<byte[]> file, int number) =>
        page => file().AsSpan(number * PageSize, PageSize).CopyTo(page);

    private static void Pointers(byte[] page)
    {
        PointerPage.Clear(page, StorePageKind.Overflow, 1, 20_000);
        PointerPage.SetCount(page, 2);
        PointerPage.SetPointer(page, 0, Child);
        PointerPage.SetPointer(page, 1, Child);
        StorePage.Seal(page, Place, new Generation(3), File);
    }

    private static PageEncoder DecodePage(byte[] bytes)
    {
        var header = StorePage.CheckAlone(bytes, Place);
        return page =>
        {
            if (header.Kind is StorePageKind.Leaf or StorePageKind.Inner)
            {
                CellPage.EncodeTo(bytes, page);
            }
            else
            {
                PointerPage.Clear(page, header.Kind, header.Level, header.Extent);
                PointerPage.SetCount(page, header.EntryCount);
                PointerPage.Body(bytes.AsSpan()).CopyTo(PointerPage.Body(page));
            }

            StorePage.Seal(page, header.Page, header.Birth, header.FileId);
        };
    }

    private static void RepairEnd(byte[] input)
    {
        const int end = PageSize - sizeof(uint);
        BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(end), Crc32C.Compute(input.AsSpan(0, end)));
    }

    private static void RepairPage(byte[] input) =>
        BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(4), Crc32C.Compute(input.AsSpan(8, PageSize - 8)));

    private static byte[] Encode(Action<FormatWriter> encode)
    {
        var writer = new FormatWriter();
        encode(writer);
        return writer.WrittenSpan.ToArray();
    }
}
