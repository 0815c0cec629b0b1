using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>A page of a store file, taken apart.</summary>
internal sealed record StorePageSample(StorePageKind Kind, int Level, PageNumber Page, Generation Birth, FileId File, long Extent)
{
    public static readonly PageNumber Place = new(7);

    public ImmutableArray<StoreCellSample> Cells { get; init; } = [];

    public ImmutableArray<BlockPointer> Pointers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    public static Gen<BlockPointer> Pointer { get; } =
        from page in Gen.Choose(1, int.MaxValue)
        from birth in Gen.Choose(1, 100)
        from hash in Generators.Id
        select new BlockPointer(new PageNumber(page), new Generation(birth), hash);

    public static Gen<StorePageSample> Leaf { get; } =
        from file in Generators.Id
        from keys in Generators.Ascending(Generators.Bytes(1, 8), 1, 20, ByteOrder.Instance)
        from value in Generators.Bytes(0, 100)
        from pointer in Pointer
        from size in Gen.Choose(4001, 1 << 20)
        select Of(StorePageKind.Leaf, 0, file) with
        {
            Cells = [.. keys.Select((key, i) => i % 5 == 3 ? Overflow(key, size, pointer) : new StoreCellSample(key, [.. value.Skip(i)], false))],
        };

    public static Gen<StorePageSample> Inner { get; } =
        from file in Generators.Id
        from level in Gen.Choose(1, 20)
        from keys in Generators.Ascending(Generators.Bytes(1, 8), 0, 20, ByteOrder.Instance)
        from pointer in Pointer
        select Of(StorePageKind.Inner, level, file) with
        {
            Cells = [.. keys.Prepend([]).Select(key => new StoreCellSample(key, Bytes(pointer), false))],
        };

    public static Gen<StorePageSample> PointerPage { get; } =
        from file in Generators.Id
        from kind in Gen.Elements(StorePageKind.Overflow, StorePageKind.Space)
        from level in Gen.Choose(1, 3)
        from pointers in Generators.Some(Pointer, 1, 30)
        from extent in Gen.Choose(1, 1 << 20)
        select Of(kind, level, file) with { Extent = extent, Pointers = pointers };

    public static Gen<StorePageSample> OverflowData { get; } =
        from file in Generators.Id
        from data in Generators.Bytes(1, 200)
        select Of(StorePageKind.Overflow, 0, file) with { Extent = data.Length, Body = data };

    public static Gen<StorePageSample> SpaceMap { get; } =
        from file in Generators.Id
        from first in Gen.Choose(0, 5)
        from states in Gen.ArrayOf(Gen.Elements<byte>(0, 0x55, 0xAA, 0x15, 0x86), 30)
        select Of(StorePageKind.Space, 0, file) with
        {
            Extent = first * (long)StoreLimits.SpacePageCoverage,
            Body = [.. Enumerable.Range(0, StoreLimits.BodySize).Select(i => states[i * states.Length / StoreLimits.BodySize])],
        };

    public byte[] Encode()
    {
        byte[] page = new byte[StoreLimits.PageSize];
        if (Kind is StorePageKind.Leaf or StorePageKind.Inner)
        {
            byte[] edited = new byte[StoreLimits.PageSize];
            CellPage.Clear(edited, Kind, Level);
            foreach ((int slot, StoreCellSample cell) in Cells.Index())
            {
                Assert.True(CellPage.TryInsert(edited, slot, cell.Key, cell.Value, cell.IsOverflow));
            }

            CellPage.EncodeTo(edited, page);
        }
        else
        {
            GeodeArchive.Format.PointerPage.Clear(page, Kind, Level, Extent);
            Body.CopyTo(GeodeArchive.Format.PointerPage.Body(page.AsSpan()));
            GeodeArchive.Format.PointerPage.SetCount(page, Pointers.Length);
            foreach ((int slot, BlockPointer pointer) in Pointers.Index())
            {
                GeodeArchive.Format.PointerPage.SetPointer(page, slot, pointer);
            }
        }

        StorePage.Seal(page, Page, Birth, File);
        return page;
    }

    public static StorePageSample Decode(byte[] page)
    {
        StorePageHeader header = StorePage.CheckAlone(page, Place);
        StorePageSample sample = new(header.Kind, header.Level, header.Page, header.Birth, header.FileId, header.Extent);
        if (header.Kind is StorePageKind.Leaf or StorePageKind.Inner)
        {
            return sample with
            {
                Cells =
                [
                    .. Enumerable.Range(0, header.EntryCount).Select(slot => new StoreCellSample(
                        CellPage.Key(page, slot).ToArray(), CellPage.Value(page, slot).ToArray(), header.Kind == StorePageKind.Leaf && CellPage.IsOverflow(page, slot))),
                ],
            };
        }

        return header.Level > 0
            ? sample with { Pointers = [.. Enumerable.Range(0, header.EntryCount).Select(slot => GeodeArchive.Format.PointerPage.Pointer(page, slot))] }
            : sample with
            {
                Body = GeodeArchive.Format.PointerPage.Body(page.AsSpan())[..(header.Kind == StorePageKind.Overflow ? (int)header.Extent : StoreLimits.BodySize)].ToArray(),
            };
    }

    private static StorePageSample Of(StorePageKind kind, int level, Id128 file) =>
        new(kind, level, Place, new Generation(100), new FileId(file), 0);

    private static StoreCellSample Overflow(byte[] key, int size, BlockPointer pointer)
    {
        byte[] value = new byte[OverflowReference.Size];
        new OverflowReference(size, pointer).Write(value);
        return new StoreCellSample(key, value, true);
    }

    private static byte[] Bytes(BlockPointer pointer)
    {
        byte[] bytes = new byte[BlockPointer.Size];
        pointer.Write(bytes);
        return bytes;
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? left, byte[]? right) => left.AsSpan().SequenceCompareTo(right);
    }
}
