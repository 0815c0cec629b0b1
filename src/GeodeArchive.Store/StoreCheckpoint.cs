using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Store.Checkpoints;
using GeodeArchive.Store.Pages;
using GeodeArchive.Store.Space;
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
        Superblock superblock,
        IReadOnlyDictionary<GraphId, GraphRecord> graphs,
        ImmutableArray<StoreAncestor> ancestors,
        Func<GraphId, PageSource> sources,
        IDisposable pin)
    {
        Superblock = superblock;
        Graphs = graphs;
        Ancestors = ancestors;
        _sources = sources;
        _pin = pin;
    }

    /// <summary>What committed it. In another place than its own slot it is not valid.</summary>
    public Superblock Superblock { get; }

    /// <summary>Its graphs, by number.</summary>
    public IReadOnlyDictionary<GraphId, GraphRecord> Graphs { get; }

    /// <summary>The lives of the database before the one that it is of, oldest first.</summary>
    public ImmutableArray<StoreAncestor> Ancestors { get; }

    /// <summary>Reads what the graph layer kept for the database.</summary>
    /// <exception cref="StoreException">The catalog is damaged, or cannot be read.</exception>
    public ReadOnlyMemory<byte> ReadAttributes()
    {
        using var catalog = new TreeSnapshot(_sources(default), new TreeRoot(null, Superblock.CatalogRoot), null);
        return Catalog.Read(catalog.OpenCursor(), "catalog").Database!.Attributes;
    }

    /// <summary>The pages of a file, as they are in it.</summary>
    /// <param name="graph">The graph; 0 for the catalog.</param>
    /// <exception cref="StoreException">There is no such graph.</exception>
    public CheckpointFile OpenFile(GraphId graph) => graph.Value == 0
        ? new CheckpointFile(
            this,
            _sources(graph),
            new FileSpace(Superblock.CatalogSpace, Superblock.CatalogPageCount, Superblock.Generation),
            graph)
        : new CheckpointFile(this, _sources(graph), SpaceOf(RecordOf(graph)), graph);

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

    private static FileSpace SpaceOf(GraphRecord record) => new(record.Space, record.PageCount, record.Generation);

    private GraphRecord RecordOf(GraphId graph) => Graphs.TryGetValue(graph, out var record)
        ? record
        : throw new StoreException(StoreError.NotFound, $"there is no graph {graph} in checkpoint {Superblock.Generation}");
}
