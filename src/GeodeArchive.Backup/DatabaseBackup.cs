using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup;

/// <summary>What a backup of a database says of it.</summary>
public static class DatabaseBackup
{
    /// <summary>The checkpoint that a backup holds, and where its log goes on.</summary>
    /// <param name="repository">Where the backup is.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Null if it is no backup of a database.</returns>
    /// <exception cref="RepositoryException">There is no such backup, or what is read of it is damaged.</exception>
    public static DatabaseSource? Describe(ArchiveRepository repository, string name)
    {
        var backup = BackupLookup.Find(repository, name);
        using var readers = new DomainReaders(repository);
        return readers.ReadRoot(backup).Database;
    }
}
