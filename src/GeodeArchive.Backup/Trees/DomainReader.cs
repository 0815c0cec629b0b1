using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup.Trees;

/// <summary>Reads what the repository holds in one domain, as of the state that was read last.</summary>
internal sealed class DomainReader : IDisposable
{
    private DomainReader(
        ArchiveRepository repository, ArchiveDomain domain, BackupAddRecord? backup, long tablesMemoryMax, long blocksMemoryMax)
    {
        var scheduler = repository.Machine.Scheduler;
        var catalog = new SegmentCatalog(repository.Store, domain, scheduler, tablesMemoryMax);
        Index = ChunkIndex.OpenFor(repository, repository.Store, catalog, backup);
        Chunks = new ChunkReader(repository.Store, scheduler, Index, blocksMemoryMax);
        Tree = new TreeReader(Chunks, Index);
    }

    /// <summary>Finds chunks.</summary>
    public ChunkIndex Index { get; }

    /// <summary>Reads chunks.</summary>
    public ChunkReader Chunks { get; }

    /// <summary>Reads trees.</summary>
    public TreeReader Tree { get; }

    /// <summary>Opens the indexes of a domain.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="tablesMemoryMax">About so many bytes of segment tables are kept.</param>
    /// <param name="blocksMemoryMax">About so many bytes of decoded blocks are kept.</param>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public static DomainReader Open(ArchiveRepository repository, ArchiveDomain domain, long tablesMemoryMax, long blocksMemoryMax) =>
        new(repository, domain, null, tablesMemoryMax, blocksMemoryMax);

    /// <summary>Opens the indexes of a backup's domain, to read it beside collections that may move its chunks.</summary>
    /// <exception cref="RepositoryException">The store failed, or the keys that read it are missing.</exception>
    public static DomainReader OpenFor(
        ArchiveRepository repository, BackupAddRecord backup, long tablesMemoryMax, long blocksMemoryMax) =>
        new(repository, repository.DomainOf(backup.Domain), backup, tablesMemoryMax, blocksMemoryMax);

    public void Dispose()
    {
        Chunks.Dispose();
        Index.Dispose();
    }
}
