using GeodeArchive.Format;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup;

/// <summary>Finds backups by name, with words for when they are not there.</summary>
internal static class BackupLookup
{
    private const int NamesShownMax = 3;

    /// <summary>The backup of that name.</summary>
    /// <exception cref="RepositoryException">There is none, or the manifest that holds it is missing.</exception>
    public static BackupAddRecord Find(ArchiveRepository repository, string name) =>
        repository.State.FindBackup(name) ?? throw LostManifest(repository, name) ?? NotFound(repository, name);

    /// <summary>
    /// A backup file is made after its manifest. Where it names one that is newer than all that are there, the newest manifests
    /// are gone, and the backups in them: nothing but these files shows that.
    /// </summary>
    private static RepositoryException? LostManifest(ArchiveRepository repository, string name)
    {
        if (!RepositoryNames.IsBackupName(name, out _)
            || BackupLabel.Read(repository, name) is not { } label
            || label.Section.Manifest <= repository.State.Number)
        {
            return null;
        }

        return RepositoryException.Damage(
            RepositoryNames.Manifest(label.Section.Manifest).Text,
            FormatError.BadReference,
            "file",
            0,
            $"the file is missing, and backup {name} is in it: the newest manifest is {repository.State.Number.Value}");
    }

    private static RepositoryException NotFound(ArchiveRepository repository, string name)
    {
        var newest = repository.State.Backups.Reverse().Take(NamesShownMax).Select(backup => backup.Name).ToList();
        var hint = newest.Count == 0
            ? $"{repository.Store.DisplayName} holds no backup yet"
            : $"the newest are {string.Join(", ", newest)}; geode-archive backup list {repository.Store.DisplayName} shows all";
        return new RepositoryException(RepositoryError.NotFound, $"there is no backup named {name}", hint);
    }
}
