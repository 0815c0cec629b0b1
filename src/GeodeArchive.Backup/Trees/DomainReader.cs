using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup.Trees;

/// <summary>Reads what the repository holds in one domain, as of the state that was read last.</summary>
internal sealed class DomainReader : IDisposable
{
    /// <summary>Opens the indexes of a domain.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="tablesMemoryMax">About so many bytes of segment tables are kept.</param>
    /// <param name="blocksMemoryMax">About so many bytes of decoded blocks are kept.</param>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public DomainReader(ArchiveRepository repository, ArchiveDomain domain, long tablesMemoryMax, long blocksMemoryMax)
    {
        var scheduler = repository.Machine.Scheduler;
        var catalog = new SegmentCatalog(repository.Store, domain, scheduler, tablesMemoryMax);
        var index = ChunkIndex.Open(repository.Store, scheduler, repository.State, catalog);
        Chunks = new ChunkReader(repository.Store, scheduler, index, blocksMemoryMax);
        Tree = new TreeReader(Chunks, index);
    }

    /// <summary>Reads chunks.</summary>
    public ChunkReader Chunks { get; }

    /// <summary>Reads trees.</summary>
    public TreeReader Tree { get; }

    public void Dispose() => Chunks.Dispose();
}
