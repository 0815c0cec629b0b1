using GeodeArchive.Repository;

namespace GeodeArchive.Backup;

/// <summary>Finds backups by name, with words for when they are not there.</summary>
internal static class BackupLookup
{
    private const int NamesShownMax = 3;

    public static RepositoryException NotFound(ArchiveRepository repository, string name)
    {
        var newest = repository.State.Backups.Reverse().Take(NamesShownMax).Select(backup => backup.Name).ToList();
        var hint = newest.Count == 0
            ? $"{repository.Store.DisplayName} holds no backup yet"
            : $"the newest are {string.Join(", ", newest)}; geode-archive backup list {repository.Store.DisplayName} shows all";
        return new RepositoryException(RepositoryError.NotFound, $"there is no backup named {name}", hint);
    }
}
