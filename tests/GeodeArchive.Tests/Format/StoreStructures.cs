using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>The structures of store files.</summary>
internal static class StoreStructures
{
    private const int Slot = 3;

    public static IReadOnlyList<StructureCase> All { get; } =
    [
        StructureCase.Of("store file header", Header, Encode, bytes => StoreFileHeader.Decode(bytes), FixEnd),
        StructureCase.Of("superblock", SuperblockValues, Encode, bytes => Superblock.Decode(bytes, Slot), FixEnd),
        StructureCase.Of("leaf page", StorePageSample.Leaf, page => page.Encode(), StorePageSample.Decode, FixPage),
        StructureCase.Of("inner page", StorePageSample.Inner, page => page.Encode(), StorePageSample.Decode, FixPage),
        StructureCase.Of("pointer page", StorePageSample.PointerPage, page => page.Encode(), StorePageSample.Decode, FixPage),
        StructureCase.Of("overflow page", StorePageSample.OverflowData, page => page.Encode(), StorePageSample.Decode, FixPage),
        StructureCase.Of("space page", StorePageSample.SpaceMap, page => page.Encode(), StorePageSample.Decode, FixPage),
        StructureCase.Of("graph record", Graph, value => Samples.Encode(value.Encode), bytes => GraphRecord.Decode(bytes)),
        StructureCase.Of("database record", Database, value => Samples.Encode(value.Encode), bytes => DatabaseRecord.Decode(bytes)),
        StructureCase.Of("recovery point", Point, value => Samples.Encode(value.Encode), bytes => RecoveryPoint.Decode(bytes)),
        StructureCase.Of("ancestor", Ancestor, value => Samples.Encode(value.Encode), bytes => StoreAncestor.Decode(bytes)),
    ];

    private static Gen<StoreFileHeader> Header =>
        from minor in Gen.Choose(0, ushort.MaxValue)
        from compatible in Generators.Word
        from readOnly in Generators.Word
        from database in Generators.Id
        from file in Generators.Id
        from graph in Generators.Uint
        from created in Generators.Long
        select new StoreFileHeader
        {
            VersionMinor = (ushort)minor,
            FeaturesCompatible = compatible,
            FeaturesReadOnly = readOnly,
            DatabaseId = new DatabaseId(database),
            FileId = new FileId(file),
            GraphId = new GraphId(graph),
            Created = created,
        };

    private static Gen<Superblock> SuperblockValues =>
        from generation in Generators.Positive
        from database in Generators.Id
        from incarnation in Generators.Id
        from timeline in Generators.Id
        from epoch in Generators.Uint
        from lsn in Generators.Word
        from time in Generators.Long
        from file in Generators.Id
        from root in StorePageSample.Pointer
        from space in StorePageSample.Pointer
        from pages in Gen.Choose(6, int.MaxValue)
        select new Superblock
        {
            Slot = Slot,
            Generation = new Generation(generation),
            PreviousGeneration = new Generation(generation / 2),
            DatabaseId = new DatabaseId(database),
            IncarnationId = new IncarnationId(incarnation),
            TimelineId = new TimelineId(timeline),
            Epoch = Math.Max(1, epoch),
            CheckpointLsn = new Lsn(lsn),
            Time = time,
            CatalogFileId = new FileId(file),
            CatalogRoot = root,
            CatalogSpace = space,
            CatalogPageCount = pages,
        };

    private static Gen<GraphRecord> Graph =>
        from root in Gen.OneOf(StorePageSample.Pointer, Gen.Constant(BlockPointer.None))
        from space in StorePageSample.Pointer
        from pages in Gen.Choose(2, int.MaxValue)
        from generation in Generators.Positive
        from lsn in Generators.Word
        from file in Generators.Id
        from number in Generators.Uint
        select new GraphRecord
        {
            Root = root,
            Space = space,
            PageCount = pages,
            Generation = new Generation(generation),
            CheckpointLsn = new Lsn(lsn),
            FileId = new FileId(file),
            FileNumber = new GraphId(Math.Max(1, number)),
            Attributes = default,
        };

    private static Gen<DatabaseRecord> Database =>
        Generators.Uint.Select(next => new DatabaseRecord { NextGraphId = new GraphId(Math.Max(1, next)), Attributes = default });

    private static Gen<RecoveryPoint> Point =>
        from lsn in Generators.Positive
        from xid in Generators.Positive
        from time in Generators.Long
        select new RecoveryPoint(new Lsn((ulong)lsn), new Xid((ulong)xid), time);

    private static Gen<StoreAncestor> Ancestor =>
        from incarnation in Generators.Id
        from generation in Generators.Positive
        select new StoreAncestor(new IncarnationId(incarnation), new Generation(generation));

    public static byte[] Encode(StoreFileHeader header)
    {
        byte[] page = new byte[StoreFileHeader.Size];
        header.Encode(page);
        return page;
    }

    public static byte[] Encode(Superblock superblock)
    {
        byte[] page = new byte[Superblock.Size];
        superblock.Encode(page);
        return page;
    }

    /// <summary>Headers and superblocks have their sum in their last bytes.</summary>
    public static void FixEnd(byte[] bytes)
    {
        if (bytes.Length >= StoreLimits.PageSize)
        {
            int end = StoreLimits.PageSize - sizeof(uint);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(end), Crc32C.Compute(bytes.AsSpan(0, end)));
        }
    }

    public static void FixPage(byte[] bytes)
    {
        if (bytes.Length >= StoreLimits.PageSize)
        {
            Span<byte> page = bytes.AsSpan(0, StoreLimits.PageSize);
            BinaryPrimitives.WriteUInt32LittleEndian(page[4..], Crc32C.Compute(page[8..]));
        }
    }
}
