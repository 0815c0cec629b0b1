using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup;

/// <summary>What a backup of a database says of it.</summary>
public static class DatabaseBackup
{
    private const long TablesMemoryMax = 8 << 20;
    private const long BlocksMemoryMax = 4 << 20;

    /// <summary>The checkpoint that a backup holds, and where its log goes on.</summary>
    /// <param name="repository">Where the backup is.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Null if it is no backup of a database.</returns>
    /// <exception cref="RepositoryException">There is no such backup, or what is read of it is damaged.</exception>
    public static DatabaseSource? Describe(ArchiveRepository repository, string name)
    {
        var backup = BackupLookup.Find(repository, name);
        var scheduler = repository.Machine.Scheduler;
        var catalog = new SegmentCatalog(repository.Store, scheduler, TablesMemoryMax);
        var index = ChunkIndex.OpenFor(repository, repository.Store, catalog, backup);
        using var chunks = new ChunkReader(repository.Store, scheduler, index, BlocksMemoryMax);
        return new TreeReader(chunks, index).ReadRoot(backup.RootChunk).Database;
    }
}
