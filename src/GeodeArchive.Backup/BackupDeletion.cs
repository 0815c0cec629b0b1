using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup;

/// <summary>Deletes backups: by a commit, then their files. Space is given back by a collection.</summary>
public static class BackupDeletion
{
    /// <summary>Finds backups by name and refuses those that are held.</summary>
    /// <exception cref="RepositoryException">One does not exist, or is held.</exception>
    public static IReadOnlyList<BackupAddRecord> Find(ArchiveRepository repository, IReadOnlyList<string> names)
    {
        var backups = names.Distinct(StringComparer.Ordinal).Select(name => BackupLookup.Find(repository, name)).ToList();
        foreach (var backup in backups)
        {
            if (repository.State.FindHold(backup.BackupId) is { } hold)
            {
                throw Held(backup, hold);
            }
        }

        return backups;
    }

    /// <summary>Deletes backups, all in one commit. When this returns they exist no more.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="backups">Backups that existed; one that is gone meanwhile is passed over.</param>
    /// <param name="skipsHeld">Whether one that is held meanwhile is passed over; otherwise nothing is deleted then.</param>
    /// <returns>Those that were deleted, and what went wrong with their files.</returns>
    /// <exception cref="RepositoryException">The commit failed.</exception>
    public static (IReadOnlyList<BackupAddRecord> Deleted, IReadOnlyList<string> Notes) Delete(
        ArchiveRepository repository, IReadOnlyList<BackupAddRecord> backups, bool skipsHeld)
    {
        List<BackupAddRecord> deleted = [];
        repository.Log.Commit(default, state =>
        {
            deleted = backups.Where(backup => state.FindBackup(backup.BackupId) is not null).ToList();
            if (!skipsHeld && deleted.Find(backup => state.FindHold(backup.BackupId) is not null) is { } held)
            {
                throw Held(held, state.FindHold(held.BackupId)!);
            }

            deleted.RemoveAll(backup => state.FindHold(backup.BackupId) is not null);
            return deleted.ConvertAll(backup => (ManifestRecord)new BackupDeleteRecord(backup.BackupId));
        });
        var notes = new List<string>();
        foreach (var backup in deleted)
        {
            RemoveFile(repository, backup, notes);
        }

        return (deleted, notes);
    }

    /// <summary>Removes the file of a backup that exists no more, unless it is another's.</summary>
    internal static void RemoveFile(ArchiveRepository repository, BackupAddRecord backup, List<string> notes)
    {
        try
        {
            if (BackupLabel.Read(repository, backup.Name) is { } label && label.Section.BackupId == backup.BackupId)
            {
                repository.Store.Delete(RepositoryNames.Backup(backup.Name));
            }
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            notes.Add($"{backup.Name} was deleted; its file in the archive root is damaged and was left: {damage.Message}");
        }
        catch (Exception error) when (error is ObjectException or RepositoryException)
        {
            notes.Add($"{backup.Name} was deleted; its file in the archive root could not be removed: {error.Message}");
        }
    }

    private static RepositoryException Held(BackupAddRecord backup, BackupHoldRecord hold) => new(
        RepositoryError.Failed,
        $"backup {backup.Name} is held by {hold.Who}{(hold.Reason.Length == 0 ? string.Empty : $": {hold.Reason}")}; nothing was deleted",
        $"release it first: geode-archive backup hold ROOT/{backup.Name} --release");
}
