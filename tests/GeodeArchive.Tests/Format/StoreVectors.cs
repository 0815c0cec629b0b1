using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using H = GeodeArchive.Format.StoreFileHeaderLayout;
using P = GeodeArchive.Format.StorePageHeaderLayout;
using S = GeodeArchive.Format.SuperblockLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>
/// The vectors of the store and of the rows of graphs. What a page does not have at its end is zero. The valid pages are those of one
/// store after its second checkpoint, whose first superblock is left out.
/// </summary>
internal static class StoreVectors
{
    private const int PageSize = StoreLimits.PageSize;

    private static readonly byte[] CatalogFile = SampleStores.Catalog();
    private static readonly byte[] GraphFile = SampleStores.GraphFile();

    private static readonly VectorQuestion AskHeader = new("store-header") { File = SampleStores.GraphFileId };
    private static readonly VectorQuestion AskSuperblock = new("superblock") { Number = new ManifestNumber(2) };

    private static readonly byte[] NodeKey = [1, 0, 0, 0, 0, 0, 0, 0, 5];
    private static readonly byte[] CountersKey = [10];

    private static readonly NodeRecord Node = new(
        [1, 300],
        [
            new(1, PropertyValue.From(true)),
            new(2, PropertyValue.From(-300L)),
            new(3, PropertyValue.From(0.5)),
            new(4, PropertyValue.From(double.NaN)),
            new(5, PropertyValue.From("Zürich")),
            new(6, PropertyValue.From([1, 2, 3])),
            new(7, PropertyValue.From(new ZonedTime(1_769_306_400_000_000_001, 3600, "Europe/Zurich"))),
            new(uint.MaxValue, PropertyValue.From([PropertyValue.Null, PropertyValue.From([PropertyValue.From(1L)])])),
        ]);

    public static IEnumerable<Vector> Valid =>
    [
        new Vector("store-header", AskHeader, PageOf(GraphFile, 0)),
        new Vector("store-header-catalog", AskHeader with { File = SampleStores.CatalogFileId }, PageOf(CatalogFile, 0)),
        new Vector("superblock", AskSuperblock, PageOf(CatalogFile, 2)),
        ValidPage("store-leaf", GraphFile, SampleStores.GraphLeafPage),
        ValidPage("store-leaf-indexes", GraphFile, SampleStores.GraphLeafPage + 1),
        ValidPage("store-leaf-catalog", CatalogFile, SampleStores.CatalogLeafPage),
        ValidPage("store-inner", GraphFile, SampleStores.GraphRootPage),
        ValidPage("store-overflow", GraphFile, SampleStores.OverflowPage + 2),
        ValidPage("store-overflow-full", GraphFile, SampleStores.OverflowPage + 1),
        ValidPage("store-overflow-pointers", GraphFile, SampleStores.OverflowPage),
        ValidPage("store-space", GraphFile, SampleStores.GraphSpacePage),
        ValidPage("store-space-catalog", CatalogFile, SampleStores.CatalogLeafPage + 1),
        CatalogRow("catalog-graph", CatalogKey.Graph(SampleStores.Graph), Samples.Encode(SampleStores.Record.Encode)),
        CatalogRow("catalog-database", CatalogKey.Database.ToArray(), Samples.Encode(SampleStores.DatabaseRecord.Encode)),
        CatalogRow("catalog-recovery-point", CatalogKey.RecoveryPoint("before the migration"), Samples.Encode(SampleStores.RecoveryPoint.Encode)),
        CatalogRow("catalog-ancestor", CatalogKey.Ancestor(0), Samples.Encode(SampleStores.Ancestor.Encode)),
        GraphRow("graph-node", NodeKey, Samples.Encode(Node.Encode)),
        GraphRow("graph-relationship", KeyOf(GraphKeyspace.Relationship)),
        GraphRow("graph-outgoing", KeyOf(GraphKeyspace.Outgoing)),
        GraphRow("graph-incoming", KeyOf(GraphKeyspace.Incoming)),
        GraphRow("graph-label-count", KeyOf(GraphKeyspace.LabelCount)),
        GraphRow("graph-type-count", KeyOf(GraphKeyspace.TypeCount)),
        GraphRow("graph-name-number", KeyOf(GraphKeyspace.NameNumber)),
        GraphRow("graph-number-name", KeyOf(GraphKeyspace.NumberName)),
        GraphRow("graph-counters", CountersKey),
    ];

    public static IEnumerable<Vector> Invalid => [.. InvalidHeaders(), .. InvalidSuperblocks(), .. InvalidPages(), .. InvalidRows()];

    private static IEnumerable<Vector> InvalidHeaders()
    {
        byte[] valid = PageOf(GraphFile, 0);
        yield return Bad("store-header-bad-checksum", AskHeader, FormatError.BadChecksum, 0, "a bit of database_id is flipped", Changed(valid, 45));
        yield return Bad("store-header-bad-version", AskHeader, FormatError.BadVersion, 0, "version_major is 1", End(valid, H.VersionMajorOffset, 1));
        yield return Bad(
            "store-header-bad-feature", AskHeader, FormatError.BadFeature, 0, "an incompatible feature is set", End(valid, H.FeaturesIncompatibleOffset, 1));
        yield return Bad("store-header-bad-value", AskHeader, FormatError.BadValue, 0, "page_size is 32768", End(valid, H.PageSizeOffset + 1, 0x80));
        yield return Bad(
            "store-header-bad-identity", AskHeader, FormatError.BadIdentity, 0, "it is the catalog's", PageOf(CatalogFile, 0));
    }

    private static IEnumerable<Vector> InvalidSuperblocks()
    {
        byte[] valid = PageOf(CatalogFile, 2);
        const long Offset = 2 * PageSize;
        yield return Bad("superblock-bad-checksum", AskSuperblock, FormatError.BadChecksum, Offset, "a bit of checkpoint_lsn is flipped", Changed(valid, 80));
        yield return Bad(
            "superblock-bad-identity", AskSuperblock, FormatError.BadIdentity, Offset, "it is that of slot 1", PageOf(CatalogFile, 1));
        yield return Bad(
            "superblock-bad-value", AskSuperblock, FormatError.BadValue, Offset, "previous_generation is 2, as generation is", End(valid, S.PreviousGenerationOffset, 2));
        yield return Bad("superblock-epoch", AskSuperblock, FormatError.BadValue, Offset, "epoch is 0", End(valid, S.EpochOffset, 0));
        yield return Bad("superblock-reserved", AskSuperblock, FormatError.ReservedNotZero, Offset, "a reserved byte is set", End(valid, 9000, 1));
    }

    private static IEnumerable<Vector> InvalidPages()
    {
        const int Leaf = SampleStores.CatalogLeafPage;
        byte[] leaf = PageOf(CatalogFile, Leaf);
        int cells = BinaryPrimitives.ReadUInt16LittleEndian(leaf.AsSpan(P.ContentStartOffset));
        yield return BadPage("store-page-bad-checksum", Leaf, FormatError.BadChecksum, "a bit of a value is flipped", Changed(leaf, PageSize - 1));
        yield return BadPage("store-page-bad-order", Leaf, FormatError.BadOrder, "the first key is 05 00 00 00 01", Fixed(leaf, cells + 4, 5));
        yield return BadPage("store-page-bad-reference", Leaf, FormatError.BadReference, "the offset of the first cell is one more", Fixed(leaf, 64, (byte)(leaf[64] + 1)));
        yield return BadPage("store-page-bad-identity", Leaf, FormatError.BadIdentity, "page_number is 6", Fixed(leaf, P.PageNumberOffset, 6));
        yield return BadPage("store-page-reserved", Leaf, FormatError.ReservedNotZero, "a byte between offsets and cells is set", Fixed(leaf, 5000, 1));
        yield return BadPage("store-page-truncated", Leaf, FormatError.Truncated, "the value of the first cell has 3840 bytes more", Fixed(leaf, cells + 3, 15));
        byte[] space = PageOf(CatalogFile, Leaf + 1);
        yield return BadPage("store-space-bad-value", Leaf + 1, FormatError.BadValue, "page 0 is in state 3", Fixed(space, 64, 0x57));
        yield return BadPage("store-page-bad-value", Leaf + 1, FormatError.BadValue, "the kind is 5", Fixed(space, P.KindOffset, 5));
        yield return BadPage("store-page-bad-magic", Leaf + 1, FormatError.BadMagic, "the magic is GTPH", Fixed(space, 3, (byte)'H'));
    }

    private static IEnumerable<Vector> InvalidRows()
    {
        byte[] graph = Samples.Encode(SampleStores.Record.Encode);
        VectorQuestion ask = new("catalog-row") { Key = CatalogKey.Graph(SampleStores.Graph) };
        yield return BadRow("catalog-graph-reserved", ask, FormatError.ReservedNotZero, "a reserved byte is set", [.. graph[..108], 1, .. graph[109..]]);
        yield return BadRow("catalog-graph-truncated", ask, FormatError.Truncated, "the fixed part is cut", graph[..100]);
        yield return BadRow("catalog-bad-key", ask with { Key = [4] }, FormatError.BadValue, "the key is 04", graph);
        VectorQuestion node = new("graph-row") { Key = NodeKey };
        yield return BadRow("graph-node-bad-order", node, FormatError.BadOrder, "two labels descend", [2, 5, 4, 0]);
        yield return BadRow("graph-node-bad-value", node, FormatError.BadValue, "a property is null", [0, 1, 1, 1]);
        yield return BadRow("graph-node-bad-varint", node, FormatError.BadVarint, "an integer is not in shortest form", [0, 1, 1, 3, 0x80, 0]);
        yield return BadRow("graph-node-too-large", node, FormatError.TooLarge, "lists are nine deep", [0, 1, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 1, 8, 0]);
        yield return BadRow("graph-node-trailing-bytes", node, FormatError.TrailingBytes, "there is a byte after the end", [0, 0, 0]);
        VectorQuestion counters = new("graph-row") { Key = CountersKey };
        yield return BadRow("graph-counters-bad-value", counters, FormatError.BadValue, "there are as many nodes as the next id", [3, 1, 1, 1, 1, 3, 0]);
        yield return BadRow("graph-bad-key", node with { Key = [11, 1] }, FormatError.BadValue, "the first byte of the key is 0B", [0, 0]);
        yield return BadRow("graph-key-truncated", node with { Key = NodeKey[..^1] }, FormatError.Truncated, "the key has a byte less", [0, 0]);
        yield return BadRow("graph-key-zero", node with { Key = [1, 0, 0, 0, 0, 0, 0, 0, 0] }, FormatError.BadValue, "the id is 0", [0, 0]);
        yield return BadRow("graph-count-zero", node with { Key = [6, 0, 0, 0, 1] }, FormatError.BadValue, "the count is 0", [0]);
        yield return BadRow("graph-name-not-text", node with { Key = [9, 1, 0, 0, 0, 1] }, FormatError.BadValue, "the name is not UTF-8", [0xFF]);
    }

    private static byte[] PageOf(byte[] file, int number) => file[(number * PageSize)..((number + 1) * PageSize)];

    private static Vector ValidPage(string name, byte[] file, int number) => new(name, AskPage(file == GraphFile, number), Cut(PageOf(file, number)));

    private static VectorQuestion AskPage(bool isGraph, int number) => new("store-page")
    {
        File = isGraph ? SampleStores.GraphFileId : SampleStores.CatalogFileId,
        Number = new ManifestNumber((ulong)number),
        Size = PageSize,
    };

    private static Vector CatalogRow(string name, byte[] key, byte[] value) => new(name, new VectorQuestion("catalog-row") { Key = key }, value);

    private static Vector GraphRow(string name, byte[] key, byte[]? value = null) => new(
        name,
        new VectorQuestion("graph-row") { Key = key },
        value ?? SampleGraph.Rows.Single(row => row.Key.AsSpan().SequenceEqual(key)).Value);

    private static byte[] KeyOf(GraphKeyspace keyspace) => SampleGraph.Rows.First(row => row.Key[0] == (byte)keyspace).Key;

    /// <summary>A header or superblock with another byte, its sum right.</summary>
    private static byte[] End(byte[] page, int offset, byte value)
    {
        byte[] changed = [.. page];
        changed[offset] = value;
        StoreStructures.FixEnd(changed);
        return changed;
    }

    /// <summary>A page with another byte, its sum right.</summary>
    private static byte[] Fixed(byte[] page, int offset, byte value)
    {
        byte[] changed = [.. page];
        changed[offset] = value;
        StoreStructures.FixPage(changed);
        return changed;
    }

    private static byte[] Changed(byte[] page, int offset)
    {
        byte[] changed = [.. page];
        changed[offset] ^= 1;
        return changed;
    }

    private static byte[] Cut(byte[] bytes) => bytes[..(1 + Array.FindLastIndex(bytes, value => value != 0))];

    private static Vector BadPage(string name, int number, FormatError failure, string about, byte[] page) =>
        Bad(name, AskPage(isGraph: false, number), failure, (long)number * PageSize, about, Cut(page));

    private static Vector BadRow(string name, VectorQuestion question, FormatError failure, string about, byte[] value) =>
        new(name, question, value) { Failure = failure, About = about };

    private static Vector Bad(string name, VectorQuestion question, FormatError failure, long offset, string about, byte[] bytes) =>
        new(name, question, bytes) { Failure = failure, Offset = offset, About = about };
}
