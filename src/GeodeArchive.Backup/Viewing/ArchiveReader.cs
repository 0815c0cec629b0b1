using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup.Viewing;

/// <summary>
/// Reads tree and contents of one backup. Memory: the filters of the indexes, and the
/// caches below.
/// </summary>
public sealed class ArchiveReader : IDisposable
{
    private const long TablesMemoryMax = 32 << 20;
    private const long BlocksMemoryMax = 16 << 20;

    private readonly SegmentCatalog _catalog;

    private ArchiveReader(ArchiveRepository repository, SegmentCatalog catalog, ChunkIndex index, ChunkReader chunks)
    {
        _catalog = catalog;
        Repository = repository;
        Index = index;
        Chunks = chunks;
        Tree = new TreeReader(chunks, index);
    }

    /// <summary>The repository; not owned.</summary>
    public ArchiveRepository Repository { get; }

    internal ChunkIndex Index { get; }

    internal ChunkReader Chunks { get; }

    internal TreeReader Tree { get; }

    /// <summary>Opens the indexes of a backup's domain, beside collections that may move its chunks.</summary>
    /// <exception cref="RepositoryException">The store failed, or the keys that read the backup are missing.</exception>
    public static ArchiveReader Open(ArchiveRepository repository, BackupAddRecord backup)
    {
        var scheduler = repository.Machine.Scheduler;
        var catalog = new SegmentCatalog(repository.Store, repository.DomainOf(backup.Domain), scheduler, TablesMemoryMax);
        var index = ChunkIndex.OpenFor(repository, repository.Store, catalog, backup);
        return new ArchiveReader(repository, catalog, index, new ChunkReader(repository.Store, scheduler, index, BlocksMemoryMax));
    }

    /// <summary>What the footer of a segment says.</summary>
    /// <exception cref="RepositoryException">The segment is missing or damaged.</exception>
    internal SegmentTable TableOf(SegmentAddRecord segment) => _catalog.Get(SegmentReference.From(segment));

    /// <inheritdoc/>
    public void Dispose()
    {
        Chunks.Dispose();
        Index.Dispose();
    }
}
