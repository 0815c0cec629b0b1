using GeodeArchive.Objects;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup;

/// <summary>Whether a backup may be made under a name.</summary>
internal static class BackupName
{
    /// <summary>Refuses a name that is not valid or is taken, by a backup or by any other file.</summary>
    public static void CheckFree(ArchiveRepository repository, string name)
    {
        if (!RepositoryNames.IsBackupName(name, out var reason))
        {
            throw new RepositoryException(RepositoryError.Failed, $"'{name}' cannot be the name of a backup: {reason}");
        }

        if (repository.State.FindBackup(name) is not null || HasFile(repository.Store, name))
        {
            throw new RepositoryException(
                RepositoryError.Exists,
                $"{name} exists already in {repository.Store.DisplayName}",
                "backups are never overwritten: choose another --output name");
        }
    }

    private static bool HasFile(IObjectStore store, string name)
    {
        try
        {
            store.GetRange(RepositoryNames.Backup(name), 0, []);
            return true;
        }
        catch (ObjectException error)
        {
            return error.Error == ObjectError.NotFound ? false : throw RepositoryException.From(error);
        }
    }
}
