using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Checkpoints;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Checking;

/// <summary>
/// Checks every byte that the last checkpoint and the one before it use: sums, structure, order, that each page is reached exactly once,
/// and that
/// the space maps say the same. Writes nothing, goes on after damage, and needs no store that can be opened. Memory grows with the number
/// of pages
/// of the largest file.
/// </summary>
public sealed class StoreCheck
{
    private const string CatalogName = "catalog";

    private readonly IStoreFiles _files;
    private readonly Action<StoreFinding> _report;
    private readonly Dictionary<GraphId, HashSet<long>> _checked = [];

    private StoreCheck(IStoreFiles files, Action<StoreFinding> report)
    {
        _files = files;
        _report = report;
    }

    /// <summary>Checks a store that nobody writes to.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="report">Is told each check that fails.</param>
    /// <exception cref="StoreException">A file cannot be read at all.</exception>
    public static void Run(IStoreFiles files, Action<StoreFinding> report)
    {
        try
        {
            new StoreCheck(files, report).Run();
        }
        catch (FileException error)
        {
            throw StoreException.From(error);
        }
    }

    private void Run()
    {
        using var device = _files.OpenCatalog();
        if (ReadHeader(device, null, default) is not { } header)
        {
            return;
        }

        var (valid, damages) = SuperblockSlots.Read(device, header);
        foreach (var damage in damages)
        {
            Report(CatalogName, damage);
        }

        if (valid.Count == 0)
        {
            _report(new StoreFinding(CatalogName, null, FormatError.BadReference, "there is no valid superblock"));
            return;
        }

        CheckCheckpoint(device, header, valid[0], isNewest: true);
        if (valid.Find(other => other.Generation == valid[0].PreviousGeneration) is { } previous)
        {
            CheckCheckpoint(device, header, previous, isNewest: false);
        }
    }

    private void CheckCheckpoint(IPageDevice device, StoreFileHeader header, Superblock superblock, bool isNewest)
    {
        var content = new List<(GraphId Graph, GraphRecord Record)>();
        var check = new FileCheck(device, header.FileId, _report, CheckedOf(default))
        {
            Entry = (key, value) => ReadEntry(key, value, content),
        };
        check.CheckTree(superblock.CatalogRoot);
        check.CheckSpace(superblock.CatalogSpace, superblock.CatalogPageCount, StoreLimits.SuperblockCount + 1, isNewest);
        CheckedOf(default).UnionWith(check.Reached);
        foreach (var (graph, record) in content)
        {
            CheckGraph(header.DatabaseId, graph, record, isNewest);
        }
    }

    private void CheckGraph(DatabaseId database, GraphId graph, GraphRecord record, bool isNewest)
    {
        IPageDevice device;
        try
        {
            device = _files.OpenGraph(record.FileNumber);
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            _report(new StoreFinding($"graphs/{record.FileNumber}", null, FormatError.BadReference, "the file is missing"));
            return;
        }

        using (device)
        {
            if (ReadHeader(device, database, graph) is not { } header)
            {
                return;
            }

            if (header.FileId != record.FileId)
            {
                _report(new StoreFinding(
                    device.Name, default(PageNumber), FormatError.BadIdentity, "it is another file than the catalog's"));
                return;
            }

            var check = new FileCheck(device, header.FileId, _report, CheckedOf(graph));
            check.CheckTree(record.Root);
            check.CheckSpace(record.Space, record.PageCount, firstPages: 1, isNewest);
            CheckedOf(graph).UnionWith(check.Reached);
        }
    }

    private StoreFileHeader? ReadHeader(IPageDevice device, DatabaseId? database, GraphId graph)
    {
        try
        {
            return StoreFileHeaders.Read(device, database, graph);
        }
        catch (ArchiveFormatException damage)
        {
            Report(device.Name, damage);
            return null;
        }
    }

    private void ReadEntry(byte[] key, byte[] value, List<(GraphId Graph, GraphRecord Record)> content)
    {
        try
        {
            if (CatalogKey.TryReadGraph(key, out var graph))
            {
                content.Add((graph, GraphRecord.Decode(value)));
            }
            else if (CatalogKey.TryReadAncestor(key, out _))
            {
                StoreAncestor.Decode(value);
            }
            else if (key.AsSpan().SequenceEqual(CatalogKey.Database))
            {
                DatabaseRecord.Decode(value);
            }
            else
            {
                CatalogKey.FailUnknown(key);
            }
        }
        catch (ArchiveFormatException damage)
        {
            Report(CatalogName, damage);
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

    private void Report(string file, ArchiveFormatException damage) => _report(new StoreFinding(
        file, damage.Offset < 0 ? null : new PageNumber(damage.Offset / StoreLimits.PageSize), damage.Error, damage.Detail));
}
