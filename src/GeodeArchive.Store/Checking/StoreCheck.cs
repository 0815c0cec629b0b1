using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Checkpoints;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Checking;

/// <summary>
/// Checks every byte that the last checkpoint and the one before it use: sums, structure, order, that each page is reached exactly once,
/// and that the space maps say the same; and, if asked to, the rows of the graphs. Writes nothing, goes on after damage, and needs no store
/// that can be opened. Memory grows with the number of pages of the largest file: some 40 bytes for each.
/// </summary>
public sealed class StoreCheck
{
    private const string CatalogName = "catalog";

    private readonly IStoreFiles _files;
    private readonly Action<StoreFinding> _report;
    private readonly StoreCheckProgress _progress;
    private readonly bool _checksRows;
    private readonly Dictionary<GraphId, HashSet<long>> _checked = [];

    // Both checkpoints' catalogs are read from start to end, and share pages.
    private readonly HashSet<StoreFinding> _catalogFindings = [];

    private StoreCheck(IStoreFiles files, Action<StoreFinding> report, StoreCheckProgress progress, bool checksRows)
    {
        _files = files;
        _report = report;
        _progress = progress;
        _checksRows = checksRows;
    }

    /// <summary>Checks a store that nobody writes to.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="report">Is told each check that fails.</param>
    /// <param name="progress">Is told what has been looked at; null if nobody asks.</param>
    /// <param name="checksRows">
    /// Whether the trees of graphs are to hold what format-spec/graph.md says, and are checked for it.
    /// </param>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.NotFound"/> if there is no store; <see cref="StoreError.Unsupported"/> if it needs a newer program;
    /// <see cref="StoreError.Failed"/> if a file cannot be read at all.
    /// </exception>
    public static void Run(
        IStoreFiles files, Action<StoreFinding> report, StoreCheckProgress? progress = null, bool checksRows = false)
    {
        try
        {
            new StoreCheck(files, report, progress ?? new StoreCheckProgress(), checksRows).Run();
        }
        catch (FileException error)
        {
            throw StoreException.From(error);
        }
    }

    private void Run()
    {
        using var device = OpenCatalog();
        if (ReadHeader(device, null, default) is not { } header)
        {
            return;
        }

        var (valid, damages) = SuperblockSlots.Read(device, header);
        foreach (var damage in damages)
        {
            _report(StoreFinding.From(CatalogName, damage));
        }

        for (var slot = 1; slot <= StoreLimits.SuperblockCount; slot++)
        {
            _progress.AddPage();
        }

        if (valid.Count == 0)
        {
            _report(new StoreFinding(
                CatalogName, new PageNumber(1), FormatError.BadReference, "superblock", "there is no valid superblock"));
            return;
        }

        CheckCheckpoint(device, header, valid[0], isNewest: true);
        if (valid.Find(other => other.Generation == valid[0].PreviousGeneration) is { } previous)
        {
            CheckCheckpoint(device, header, previous, isNewest: false);
        }
    }

    private IPageDevice OpenCatalog()
    {
        try
        {
            return _files.OpenCatalog();
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            throw new StoreException(StoreError.NotFound, "there is no store: the file catalog is missing", null, error);
        }
    }

    private void CheckCheckpoint(IPageDevice device, StoreFileHeader header, Superblock superblock, bool isNewest)
    {
        var content = new List<CatalogedGraph>();
        var check = new FileCheck(device, header.FileId, ReportInCatalog, CheckedOf(default), _progress)
        {
            IsNewest = isNewest,
            Entry = (page, key, value) => ReadEntry(page, key, value, content),
        };
        check.CheckSpace(superblock.CatalogSpace, superblock.CatalogPageCount, StoreLimits.SuperblockCount + 1);
        check.CheckTree(superblock.CatalogRoot);
        if (isNewest)
        {
            check.CompareUse(superblock.CatalogSpace, superblock.CatalogPageCount);
        }

        CheckedOf(default).UnionWith(check.Reached);
        CheckNames(content);
        foreach (var graph in content)
        {
            CheckGraph(header.DatabaseId, graph, isNewest);
        }
    }

    private void CheckNames(List<CatalogedGraph> content)
    {
        var numbers = new Dictionary<string, GraphId>(StringComparer.Ordinal);
        foreach (var (graph, _, attributes) in content)
        {
            if (attributes is not null && !numbers.TryAdd(attributes.Name, graph))
            {
                var detail = $"graphs {numbers[attributes.Name].Value} and {graph.Value} are both called {GraphCheck.Show(attributes)}";
                ReportInCatalog(new StoreFinding(CatalogName, null, FormatError.BadReference, "graph attributes", detail));
            }
        }
    }

    private void CheckGraph(DatabaseId database, CatalogedGraph graph, bool isNewest)
    {
        var record = graph.Record;
        if (isNewest)
        {
            _progress.AddGraph();
        }

        IPageDevice device;
        try
        {
            device = _files.OpenGraph(record.FileNumber);
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            _report(new StoreFinding(
                $"graphs/{record.FileNumber}", null, FormatError.BadReference, "store file header", "the file is missing"));
            return;
        }

        using (device)
        {
            if (ReadHeader(device, database, graph.Number) is { } header)
            {
                CheckGraph(device, header, graph, isNewest);
            }
        }
    }

    private void CheckGraph(IPageDevice device, StoreFileHeader header, CatalogedGraph graph, bool isNewest)
    {
        var record = graph.Record;
        if (header.FileId != record.FileId)
        {
            _report(new StoreFinding(
                device.Name,
                default(PageNumber),
                FormatError.BadIdentity,
                "store file header",
                "it is another file than the catalog's"));
            return;
        }

        var rows = isNewest && _checksRows ? new GraphCheck(device, header.FileId, record.Root, graph.Attributes, _report) : null;
        var check = new FileCheck(device, header.FileId, _report, CheckedOf(header.GraphId), _progress)
        {
            IsNewest = isNewest,
            Entry = rows is null ? null : rows.Add,
        };
        check.CheckSpace(record.Space, record.PageCount, firstPages: 1);
        check.CheckTree(record.Root);
        if (isNewest)
        {
            check.CompareUse(record.Space, record.PageCount);
        }

        CheckedOf(header.GraphId).UnionWith(check.Reached);
        if (check.IsComplete)
        {
            CompleteRows(device, header.FileId, record.Root, rows);
        }
    }

    private void CompleteRows(IPageDevice device, FileId file, BlockPointer root, GraphCheck? rows)
    {
        rows?.Complete();
        if (rows is { HasDifference: true })
        {
            // Once more, to say where: the first pass has counted and reported all the rest.
            var difference = new GraphDifference(device, file, root, _report);
            new FileCheck(device, file, _ => { }, [], new StoreCheckProgress()) { Entry = difference.Add }.CheckTree(root);
        }
    }

    private StoreFileHeader? ReadHeader(IPageDevice device, DatabaseId? database, GraphId graph)
    {
        if (CheckedOf(graph).Count == 0)
        {
            _progress.AddPage();
        }

        try
        {
            return StoreFileHeaders.Read(device, database, graph);
        }
        catch (ArchiveFormatException newer) when (newer.Error is FormatError.BadVersion or FormatError.BadFeature)
        {
            throw StoreException.Damage(device.Name, newer);
        }
        catch (ArchiveFormatException damage)
        {
            _report(StoreFinding.From(device.Name, damage));
            return null;
        }
    }

    private void ReadEntry(
        PageNumber page, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, List<CatalogedGraph> content)
    {
        try
        {
            if (CatalogKey.TryReadGraph(key, out var graph))
            {
                var record = GraphRecord.Decode(value);
                content.Add(new CatalogedGraph(graph, record, ReadAttributes(page, record)));
            }
            else if (CatalogKey.TryReadAncestor(key, out _))
            {
                StoreAncestor.Decode(value);
            }
            else if (CatalogKey.TryReadRecoveryPoint(key, out _))
            {
                RecoveryPoint.Decode(value);
            }
            else if (key.SequenceEqual(CatalogKey.Database))
            {
                var database = DatabaseRecord.Decode(value);
                if (_checksRows)
                {
                    DatabaseAttributes.Decode(database.Attributes.Span);
                }
            }
            else
            {
                CatalogKey.FailUnknown(key);
            }
        }
        catch (ArchiveFormatException damage)
        {
            ReportInCatalog(StoreFinding.From(CatalogName, damage, page));
        }
    }

    /// <summary>What the catalog says of the rows; null if it is not asked, or damaged: the pages can be checked without.</summary>
    private GraphAttributes? ReadAttributes(PageNumber page, GraphRecord record)
    {
        try
        {
            return _checksRows ? GraphAttributes.Decode(record.Attributes.Span) : null;
        }
        catch (ArchiveFormatException damage)
        {
            ReportInCatalog(StoreFinding.From(CatalogName, damage, page));
            return null;
        }
    }

    private HashSet<long> CheckedOf(GraphId graph)
    {
        if (!_checked.TryGetValue(graph, out var pages))
        {
            pages = [];
            _checked.Add(graph, pages);
        }

        return pages;
    }

    private void ReportInCatalog(StoreFinding finding)
    {
        if (_catalogFindings.Add(finding))
        {
            _report(finding);
        }
    }

    /// <summary>A graph as the catalog has it.</summary>
    private readonly record struct CatalogedGraph(GraphId Number, GraphRecord Record, GraphAttributes? Attributes);
}
