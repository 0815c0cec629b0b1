using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup;

/// <summary>Holds backups, so that nobody deletes them, and releases them.</summary>
public static class BackupHold
{
    /// <summary>Holds a backup, or changes why it is held.</summary>
    /// <exception cref="RepositoryException">There is no such backup, or the commit failed.</exception>
    public static BackupHoldRecord Hold(ArchiveRepository repository, string name, string who, string reason) =>
        Commit(repository, name, HoldAction.Hold, who, reason);

    /// <summary>Releases a backup.</summary>
    /// <exception cref="RepositoryException">There is no such backup, it is not held, or the commit failed.</exception>
    public static BackupHoldRecord Release(ArchiveRepository repository, string name, string who) =>
        Commit(repository, name, HoldAction.Release, who, string.Empty);

    /// <summary>Whether a text can be the reason of a hold.</summary>
    public static bool IsReason(string text) => Encoding.UTF8.GetByteCount(text) <= Limits.ShortTextSizeMax;

    private static BackupHoldRecord Commit(ArchiveRepository repository, string name, HoldAction action, string who, string reason)
    {
        var id = BackupLookup.Find(repository, name).BackupId;
        BackupHoldRecord? record = null;
        repository.Log.Commit(default, state =>
        {
            if (state.FindBackup(id) is null)
            {
                throw RepositoryException.DeletedMeanwhile(name);
            }

            if (action == HoldAction.Release && state.FindHold(id) is null)
            {
                throw new RepositoryException(
                    RepositoryError.NotFound, $"backup {name} is not held", "geode-archive backup list ROOT shows what is held");
            }

            record = new BackupHoldRecord(id, action, WallTime.Now(repository.Machine.Clock), who, reason);
            return [record];
        });
        return record!;
    }
}
