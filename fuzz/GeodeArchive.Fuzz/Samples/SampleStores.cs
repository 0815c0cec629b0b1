using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>
/// The two files of a store with one graph, after two checkpoints: the first without the graph, the second with <see cref="SampleGraph"/>.
/// </summary>
public static class SampleStores
{
    /// <summary>The root of the graph's tree, in its file: an inner page over two leaves.</summary>
    public const int GraphRootPage = 4;

    /// <summary>The first leaf.</summary>
    public const int GraphLeafPage = 2;

    /// <summary>The space map of the graph's file.</summary>
    public const int GraphSpacePage = 1;

    /// <summary>The page that refers to the two pages of a large value, which follow it.</summary>
    public const int OverflowPage = 5;

    /// <summary>The catalog's leaf in the second checkpoint.</summary>
    public const int CatalogLeafPage = 7;

    private const int GraphPageCount = 8;
    private const int CatalogPageCount = 9;
    private const long First = 1;
    private const long Second = 2;

    // The first rows, up to the relationships.
    private const int FirstLeafRowCount = 4;

    /// <summary>The database.</summary>
    public static DatabaseId Database { get; } = new(new Id128(0xda7a, 0xba5e));

    /// <summary>The graph.</summary>
    public static GraphId Graph { get; } = new(1);

    /// <summary>The catalog's file.</summary>
    public static FileId CatalogFileId { get; } = new(new Id128(0xca7a, 0x106));

    /// <summary>The graph's file.</summary>
    public static FileId GraphFileId { get; } = new(new Id128(0x96a, 0xf11e));

    /// <summary>What the catalog says of the graph.</summary>
    public static GraphRecord Record { get; } = MakeGraph().Record;

    /// <summary>A place with a name.</summary>
    public static RecoveryPoint RecoveryPoint { get; } = new(new Lsn(0x1_6B37_4D8), new Xid(300), SampleLogs.Time);

    /// <summary>An earlier life.</summary>
    public static StoreAncestor Ancestor { get; } = new(new IncarnationId(new Id128(9, 8)), new Generation(1));

    /// <summary>What the catalog says of the database.</summary>
    public static DatabaseRecord DatabaseRecord { get; } = new()
    {
        NextGraphId = new GraphId(2),
        Attributes = SampleGraph.Encode(new DatabaseAttributes(new Xid(42), SampleLogs.Time).Encode),
    };

    /// <summary>The file <c>graphs/00000001</c>; a new copy each time.</summary>
    public static byte[] GraphFile() => MakeGraph().File;

    /// <summary>The file <c>catalog</c>; a new copy each time.</summary>
    public static byte[] Catalog()
    {
        var file = new SampleStoreFile(CatalogFileId, CatalogPageCount);
        Header(CatalogFileId, default).Encode(file.Page(0));
        var before = file.WriteCells(5, First, 0, [(CatalogKey.Database.ToArray(), SampleGraph.Encode(DatabaseRecord.Encode), false)]);
        var spaceBefore = file.WriteSpace(6, First, [0, 1, 2, 3, 4, 5, 6], []);
        Superblock(First, before, spaceBefore, 7).Encode(file.Page(1));
        var root = file.WriteCells(
            CatalogLeafPage,
            Second,
            0,
            [
                (CatalogKey.Graph(Graph), SampleGraph.Encode(Record.Encode), false),
                (CatalogKey.Database.ToArray(), SampleGraph.Encode(DatabaseRecord.Encode), false),
                (CatalogKey.Ancestor(0), SampleGraph.Encode(Ancestor.Encode), false),
            ]);
        var space = file.WriteSpace(8, Second, [0, 1, 2, 3, 4, 7, 8], [5, 6]);
        Superblock(Second, root, space, CatalogPageCount).Encode(file.Page(2));
        return file.Bytes;
    }

    private static (byte[] File, GraphRecord Record) MakeGraph()
    {
        var file = new SampleStoreFile(GraphFileId, GraphPageCount);
        Header(GraphFileId, Graph).Encode(file.Page(0));
        var space = file.WriteSpace(GraphSpacePage, Second, [0, 1, 2, 3, 4, 5, 6, 7], []);
        var cells = SampleGraph.Rows.Select(row => Cell(file, row.Key, row.Value)).ToList();
        var left = file.WriteCells(GraphLeafPage, Second, 0, cells.Take(FirstLeafRowCount));
        var right = file.WriteCells(GraphLeafPage + 1, Second, 0, cells.Skip(FirstLeafRowCount));
        var separator = CellPage.Separator(cells[FirstLeafRowCount - 1].Key, cells[FirstLeafRowCount].Key).ToArray();
        var root = file.WriteCells(GraphRootPage, Second, 1, [([], Bytes(left), false), (separator, Bytes(right), false)]);
        var record = new GraphRecord
        {
            Root = root,
            Space = space,
            PageCount = GraphPageCount,
            Generation = new Generation(Second),
            CheckpointLsn = new Lsn(0x200),
            FileId = GraphFileId,
            FileNumber = Graph,
            Attributes = SampleGraph.Encode(SampleGraph.Attributes.Encode),
        };
        return (file.Bytes, record);
    }

    private static (byte[] Key, byte[] Value, bool IsOverflow) Cell(SampleStoreFile file, byte[] key, byte[] value)
    {
        if (value.Length <= StoreLimits.InlineValueSizeMax)
        {
            return (key, value, false);
        }

        var reference = new byte[OverflowReference.Size];
        file.WriteLarge(OverflowPage, Second, value).Write(reference);
        return (key, reference, true);
    }

    private static byte[] Bytes(BlockPointer pointer)
    {
        var bytes = new byte[BlockPointer.Size];
        pointer.Write(bytes);
        return bytes;
    }

    private static StoreFileHeader Header(FileId file, GraphId graph) => new()
    {
        DatabaseId = Database,
        FileId = file,
        GraphId = graph,
        Created = 1_769_306_400_000_000_000,
    };

    private static Superblock Superblock(long generation, BlockPointer root, BlockPointer space, long pageCount) => new()
    {
        Slot = (int)generation,
        Generation = new Generation(generation),
        PreviousGeneration = new Generation(generation - 1),
        DatabaseId = Database,
        IncarnationId = new IncarnationId(new Id128(4, 5)),
        TimelineId = new TimelineId(new Id128(6, 7)),
        Epoch = 2,
        CheckpointLsn = new Lsn((ulong)generation << 8),
        Time = 1_769_306_400_000_000_000 + generation,
        CatalogFileId = CatalogFileId,
        CatalogRoot = root,
        CatalogSpace = space,
        CatalogPageCount = pageCount,
    };
}
