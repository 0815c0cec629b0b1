using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Inspect.Scanning;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>
/// Walks a tree of a store: the catalog's, or that of a graph, whose root the catalog names. Shows its pages in the order of the keys, then
/// what there is on each level.
/// </summary>
internal sealed class StoreTreeInspection
{
    private static readonly ReportTable Pages = new(
        "page",
        0,
        new("number", 9),
        new("level", 5),
        new("kind", -9),
        new("entries", 7),
        new("fill", 5),
        new("birth", 8),
        new("first", -30));

    private static readonly ReportTable Levels = new(
        "level", 0, new("level", 5), new("kind", -9), new("pages", 9), new("entries", 12), new("fill", 5));

    private readonly Inspection _inspection;
    private readonly StoreFolder _folder;
    private readonly SortedDictionary<(int Rank, int Level), LevelSum> _sums = [];
    private readonly long[] _keyCounts = new long[(int)GraphKeyspace.Counters + 1];
    private readonly List<string> _attributes = [];
    private long _keyCount;
    private long _valueSize;

    private StoreTreeInspection(Inspection inspection, StoreFolder folder)
    {
        _inspection = inspection;
        _folder = folder;
    }

    /// <summary>Walks the tree.</summary>
    /// <param name="inspection">Of the file that was named.</param>
    /// <param name="folder">The files beside it.</param>
    /// <returns>What there is, in words.</returns>
    /// <exception cref="FileException">A file beside it cannot be opened.</exception>
    public static string Run(Inspection inspection, StoreFolder folder) => new StoreTreeInspection(inspection, folder).Run();

    private string Run()
    {
        var named = new StorePages(_inspection.Source, _inspection.Findings.Add);
        StoreFileInspection.CheckName(_inspection, named);
        if (StoreFileInspection.IsCatalog(_inspection, named))
        {
            return RunFromCatalog(named);
        }

        if (_inspection.Options.Graph is { } other && other != named.Header?.GraphId)
        {
            _inspection.Report.Note($"the file is not that of graph {other.Value}: name the catalog");
        }

        using var opened = _folder.OpenCatalogBeside();
        var catalog = new StorePages(new FileByteSource(opened), _inspection.Findings.Add);
        var graph = named.Header?.GraphId ?? FromName();
        return Find(catalog, graph) is { } record ? Walk(named, record.FileId, record.Root, isCatalog: false) : NotThere(graph);
    }

    private string RunFromCatalog(StorePages catalog)
    {
        if (_inspection.Options.Graph is not { } graph)
        {
            return Choose(catalog) is { } superblock
                ? Walk(catalog, superblock.CatalogFileId, superblock.CatalogRoot, isCatalog: true)
                : "no superblock can be used";
        }

        if (Find(catalog, graph) is not { } record)
        {
            return NotThere(graph);
        }

        using var opened = _folder.OpenGraph(record.FileNumber);
        var pages = new StorePages(new FileByteSource(opened), _inspection.Findings.Add);
        _inspection.Report.Note($"graph {graph.Value} is in graphs/{record.FileNumber}; offsets are of that file from here on");
        _inspection.Findings.Show();
        return Walk(pages, record.FileId, record.Root, isCatalog: false);
    }

    private GraphId FromName() => GraphId.TryParse(_inspection.Name, out var graph) ? graph : default;

    private string NotThere(GraphId graph)
    {
        var detail = $"the catalog names no graph {graph.Value}";
        _inspection.Findings.Miss(detail);
        return detail;
    }

    private Superblock? Choose(StorePages catalog)
    {
        var choice = new SuperblockChoice(catalog, _inspection.Findings.Add);
        _inspection.Findings.Show();
        _inspection.Report.Note(choice.Used is { } used
            ? $"slot {used.Slot} of the superblocks is used: {choice.Reason}"
            : $"no superblock can be used: {choice.Reason}");
        return choice.Used;
    }

    private GraphRecord? Find(StorePages catalog, GraphId graph)
    {
        if (Choose(catalog) is not { } superblock)
        {
            return null;
        }

        GraphRecord? record = null;
        var key = CatalogKey.Graph(graph);
        new StoreTreeWalk(catalog, superblock.CatalogFileId, _inspection.Findings.Add)
        {
            ReadsLargeValues = true,
            Row = (page, found, value, _) => record = found.SequenceEqual(key) ? Decode(page, value) : record,
        }.Run(superblock.CatalogRoot);
        _inspection.Findings.Show();
        return record;
    }

    private GraphRecord? Decode(PageNumber page, ReadOnlySpan<byte> value)
    {
        try
        {
            return GraphRecord.Decode(value);
        }
        catch (ArchiveFormatException damage)
        {
            _inspection.Findings.Add(FailedCheck.From(damage, page.Offset));
            return null;
        }
    }

    private string Walk(StorePages pages, FileId file, BlockPointer root, bool isCatalog)
    {
        var walk = new StoreTreeWalk(pages, file, _inspection.Findings.Add)
        {
            Page = page => ShowPage(page, isCatalog),
            ReadsLargeValues = isCatalog,
            Row = (page, key, value, size) =>
            {
                CountRow(key, size, isCatalog);
                if (isCatalog)
                {
                    NoteAttributes(page, key, value);
                }
            },
        };
        walk.Run(root);
        _inspection.Findings.Show();
        foreach (var ((_, level), sum) in _sums.Reverse())
        {
            _inspection.Report.Row(Levels, level, Names.Of(sum.Kind), sum.Pages, sum.Entries, Percent(sum.Bytes, sum.Pages));
        }

        ShowKeys(isCatalog);
        _attributes.ForEach(_inspection.Report.Note);
        var levels = _sums.Values.Count(sum => sum.Kind is StorePageKind.Leaf or StorePageKind.Inner);
        return $"{CountText.Of(_sums.Values.Sum(sum => sum.Pages), "page")} on {CountText.Of(levels, "level")}, "
            + $"{CountText.Of(_keyCount, "key")}, {CountText.Of(_valueSize, "byte")} of values";
    }

    private void ShowPage(WalkedPage page, bool isCatalog)
    {
        _inspection.Findings.Show();
        var header = page.Header;
        var sum = _sums.GetValueOrDefault((Rank(header.Kind), header.Level));
        _sums[(Rank(header.Kind), header.Level)] =
            new LevelSum(header.Kind, sum.Pages + 1, sum.Entries + header.EntryCount, sum.Bytes + page.LiveSize);
        var first = header.Kind switch
        {
            StorePageKind.Leaf => StoreContentRendering.SeparatorText(CellPage.Key(page.Bytes.Span, 0), isCatalog),
            StorePageKind.Inner when header.EntryCount > 1 =>
                $"splits at {StoreContentRendering.SeparatorText(CellPage.Key(page.Bytes.Span, 1), isCatalog)}",
            _ => "-",
        };
        _inspection.Report.Row(
            Pages,
            header.Page.Value,
            header.Level,
            Names.Of(header.Kind),
            header.EntryCount,
            Percent(page.LiveSize, 1),
            header.Birth.Value,
            first);
    }

    private void CountRow(ReadOnlySpan<byte> key, long size, bool isCatalog)
    {
        _keyCount++;
        _valueSize += size;
        if (!isCatalog)
        {
            _keyCounts[key[0] < _keyCounts.Length ? key[0] : 0]++;
        }
    }

    private void NoteAttributes(PageNumber page, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        try
        {
            if (RowText.OfAttributes(key, value) is { } text)
            {
                _attributes.Add(text);
            }
        }
        catch (ArchiveFormatException damage)
        {
            _inspection.Findings.Add(FailedCheck.From(damage, page.Offset));
        }
    }

    private void ShowKeys(bool isCatalog)
    {
        for (var keyspace = 1; keyspace < _keyCounts.Length && !isCatalog; keyspace++)
        {
            if (_keyCounts[keyspace] > 0)
            {
                _inspection.Report.Note($"{CountText.Of(_keyCounts[keyspace], "key")}: {Names.Of((GraphKeyspace)keyspace)}");
            }
        }

        if (_keyCounts[0] > 0)
        {
            _inspection.Report.Note($"{CountText.Of(_keyCounts[0], "key")} that no graph has");
        }
    }

    /// <summary>Leaves and inner pages first, overflow pages behind them.</summary>
    private static int Rank(StorePageKind kind) => kind == StorePageKind.Overflow ? 0 : 1;

    private static string Percent(long bytes, long pages) => $"{bytes * 100 / (StoreLimits.BodySize * Math.Max(pages, 1))}%";

    private readonly record struct LevelSum(StorePageKind Kind, long Pages, long Entries, long Bytes);
}
