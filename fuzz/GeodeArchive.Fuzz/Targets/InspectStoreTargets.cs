using System.Buffers.Binary;
using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Running;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>geode-inspect over damaged files of a store: a catalog, and behind it the file of its graph.</summary>
internal static class InspectStoreTargets
{
    private const int PageSize = StoreLimits.PageSize;
    private const string CatalogName = "catalog";
    private const string GraphName = "graphs/00000001";

    private static readonly int CatalogSize = SampleStores.Catalog().Length;

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("superblock", _ => ["superblock", "/files"]),
        Of("store-tree", _ => ["tree", "/files", "--graph", "1"]),
        Of("store-catalog", _ => ["tree", "/files"]),
        Of("store-file", _ => [$"/files/{CatalogName}", $"/files/{GraphName}"]),

        // The page that was changed is not known here; the last byte of the input chooses one.
        Of("store-page", input => ["page", $"/files/{GraphName}", PageOf(GraphName, input)]),
        Of("store-catalog-page", input => ["page", $"/files/{CatalogName}", PageOf(CatalogName, input)]),
    ];

    private static FuzzTarget Of(string name, Func<byte[], string[]> argumentsFor) => new()
    {
        Name = $"inspect-{name}",
        MakeSamples = () => [[.. SampleStores.Catalog(), .. SampleStores.GraphFile(), SampleStores.GraphLeafPage]],
        Fields =
        [
            .. StructureFields.StoreFileHeader,
            .. StructureFields.Superblock.MovedBy(2 * PageSize),
            .. StructureFields.StorePageHeader.MovedBy(SampleStores.CatalogLeafPage * PageSize),
            .. StructureFields.StorePageHeader.MovedBy(CatalogSize + (SampleStores.GraphLeafPage * PageSize)),
        ],
        Repair = (input, _) =>
        {
            Repair(input);
            return input;
        },
        IsRefusal = failure => failure is FuzzRefusalException,
        ExecutionsMin = 60,
        AllocationPerByteMax = 1024,
        Run = input => InspectTargets.IsIntact(InspectRun.Of(FilesFrom(input), argumentsFor(input))),
    };

    /// <summary>A page that the file has, or begins: to ask for one beyond its end is no damage.</summary>
    private static string PageOf(string name, byte[] input)
    {
        var pageCount = Math.Max(1, (FilesFrom(input)[name].Length + PageSize - 1) / PageSize);
        return (input.Length == 0 ? 0 : input[^1] % pageCount).ToString(CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, byte[]> FilesFrom(byte[] input)
    {
        var cut = Math.Min(input.Length, CatalogSize);
        return new() { [CatalogName] = input[..cut], [GraphName] = input[cut..Math.Max(cut, input.Length - 1)] };
    }

    /// <summary>Makes the sums inside pages right; those in pointers to them stay wrong, so that walks end there.</summary>
    private static void Repair(byte[] input)
    {
        for (var start = 0; start + PageSize <= input.Length; start += PageSize)
        {
            var page = input.AsSpan(start, PageSize);
            if (page.StartsWith(StorePageHeader.Magic))
            {
                BinaryPrimitives.WriteUInt32LittleEndian(page[4..], Crc32C.Compute(page[8..]));
            }
            else if (page.ContainsAnyExcept((byte)0))
            {
                BinaryPrimitives.WriteUInt32LittleEndian(page[^4..], Crc32C.Compute(page[..^4]));
            }
        }
    }
}
