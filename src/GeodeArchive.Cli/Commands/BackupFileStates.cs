using GeodeArchive.Backup;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary>Looks at the files of backups.</summary>
internal static class BackupFileStates
{
    /// <summary>What the file of a backup is like.</summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public static BackupFileState Of(ArchiveRepository repository, string name)
    {
        try
        {
            return BackupLabel.Read(repository, name) is not { } label ? BackupFileState.Missing
                : repository.State.FindBackup(name) is { } backup && label.Section.BackupId != backup.BackupId ? BackupFileState.Damaged
                : BackupFileState.Ok;
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            return BackupFileState.Damaged;
        }
    }

    /// <summary>As the table and the documents name it.</summary>
    public static string NameOf(BackupFileState state) => state switch
    {
        BackupFileState.Ok => "ok",
        BackupFileState.Missing => "missing",
        _ => "damaged",
    };
}
