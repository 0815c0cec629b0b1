using GeodeArchive.Format;
using GeodeArchive.Store.Pages;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Store;

/// <summary>
/// A durable checkpoint, as it is in the files: what a backup reads. Its pages are kept until it is disposed. Safe for several workers.
/// </summary>
public sealed class StoreCheckpoint : IDisposable
{
    private readonly IDisposable _pin;
    private readonly Func<GraphId, PageSource> _sources;

    internal StoreCheckpoint(
        Superblock superblock, IReadOnlyDictionary<GraphId, GraphRecord> graphs, Func<GraphId, PageSource> sources, IDisposable pin)
    {
        Superblock = superblock;
        Graphs = graphs;
        _sources = sources;
        _pin = pin;
    }

    /// <summary>What committed it. In another place than its own slot it is not valid.</summary>
    public Superblock Superblock { get; }

    /// <summary>Its graphs, by number.</summary>
    public IReadOnlyDictionary<GraphId, GraphRecord> Graphs { get; }

    /// <summary>Reads a graph. The caller disposes it before this.</summary>
    /// <exception cref="StoreException">There is no such graph, or its file cannot be opened.</exception>
    public TreeSnapshot OpenGraph(GraphId graph) => new(_sources(graph), new TreeRoot(null, RecordOf(graph).Root), null);

    /// <summary>
    /// Goes through the pages of a graph's file that this checkpoint uses and that were born after <paramref name="bornAfter"/>, each once,
    /// parents first; the file header, which is page 0, is not among them.
    /// </summary>
    /// <param name="graph">The graph; 0 for the catalog.</param>
    /// <param name="bornAfter">None for all pages; else the checkpoint whose pages are known already.</param>
    /// <exception cref="StoreException">There is no such graph, or its file cannot be opened.</exception>
    public PageWalk WalkPages(GraphId graph, Generation bornAfter)
    {
        var isCatalog = graph.Value == 0;
        return new PageWalk(
            _sources(graph),
            isCatalog ? Superblock.CatalogRoot : RecordOf(graph).Root,
            isCatalog ? Superblock.CatalogSpace : RecordOf(graph).Space,
            isCatalog ? Superblock.CatalogPageCount : RecordOf(graph).PageCount,
            bornAfter);
    }

    /// <summary>Lets go of its pages.</summary>
    public void Dispose() => _pin.Dispose();

    private GraphRecord RecordOf(GraphId graph) => Graphs.TryGetValue(graph, out var record)
        ? record
        : throw new StoreException(StoreError.NotFound, $"there is no graph {graph} in checkpoint {Superblock.Generation}");
}
