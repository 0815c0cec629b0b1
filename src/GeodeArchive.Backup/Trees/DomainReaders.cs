using GeodeArchive.Format;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Trees;

/// <summary>Readers of the domains of a repository, each made when something is read of it.</summary>
internal sealed class DomainReaders : IDisposable
{
    private const long TablesMemoryMax = 8 << 20;
    private const long BlocksMemoryMax = 4 << 20;

    private readonly ArchiveRepository _repository;
    private readonly Dictionary<Domain, DomainReader> _readers = [];

    public DomainReaders(ArchiveRepository repository) => _repository = repository;

    /// <summary>The root of a backup.</summary>
    /// <exception cref="RepositoryException">It cannot be read: <see cref="RepositoryError.Key"/> where keys are missing.</exception>
    public BackupRoot ReadRoot(BackupAddRecord backup)
    {
        if (!_readers.TryGetValue(backup.Domain, out var reader))
        {
            reader = DomainReader.Open(_repository, _repository.DomainOf(backup.Domain), TablesMemoryMax, BlocksMemoryMax);
            _readers.Add(backup.Domain, reader);
        }

        return reader.Tree.ReadRoot(backup.RootChunk);
    }

    public void Dispose()
    {
        foreach (var reader in _readers.Values)
        {
            reader.Dispose();
        }
    }
}
