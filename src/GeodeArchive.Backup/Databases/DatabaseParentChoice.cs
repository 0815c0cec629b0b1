using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Manifests;

namespace GeodeArchive.Backup.Databases;

/// <summary>Which backup an incremental or differential backup of a database is compared with.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="IsUsable">Whether it is an earlier state of what is backed up. If not, everything is read.</param>
internal sealed record DatabaseParentChoice(BackupAddRecord Backup, bool IsUsable)
{
    /// <summary>
    /// Of the chain that the base backup belongs to: an incremental goes on from the newest backup that is a state which this one goes on
    /// from, a differential from the full. Without a base backup the newest chain of the same database is taken. Null for a full.
    /// </summary>
    /// <exception cref="RepositoryException">There is no such chain, or it is of something else.</exception>
    public static DatabaseParentChoice? Choose(
        ArchiveRepository repository, DatabaseSource source, DatabaseBackupOptions options)
    {
        var state = repository.State;
        if (options.Type == BackupType.Full)
        {
            return null;
        }

        using var readers = new DomainReaders(repository);
        var chain = options.BaseBackup is { } name ? FindByName(state, readers, source, name) : FindByDatabase(state, readers, source);
        if (options.Type == BackupType.Differential)
        {
            var full = ParentChoice.FullOf(state, chain);
            return new DatabaseParentChoice(full, IsAncestor(full, source));
        }

        var members = ParentChoice.Members(state, chain);
        var usable = members.FindLast(backup => IsAncestor(backup, source));
        return new DatabaseParentChoice(usable ?? members[^1], usable is not null);
    }

    private static bool IsAncestor(BackupAddRecord backup, DatabaseSource source) =>
        backup.SourceKind == SourceKind.Database
        && source.HasInAncestry(backup.IncarnationId, new Generation((long)backup.Generation));

    private static BackupId FindByName(RepositoryState state, DomainReaders readers, DatabaseSource source, string name)
    {
        var backup = ParentChoice.Find(state, name, SourceKind.Database);
        return IsOfDatabase(backup, readers, source)
            ? backup.ChainId
            : throw new RepositoryException(
                RepositoryError.Failed,
                $"{name} is a backup of another database",
                "name a backup of the same database, or make a full backup");
    }

    private static BackupId FindByDatabase(RepositoryState state, DomainReaders readers, DatabaseSource source)
    {
        var newest = state.Backups
            .Reverse()
            .FirstOrDefault(backup => backup.SourceKind == SourceKind.Database && IsOfDatabase(backup, readers, source));
        return newest?.ChainId ?? throw new RepositoryException(
            RepositoryError.NotFound,
            $"no backup of database {source.DatabaseId} to go on from",
            "make a full backup first");
    }

    /// <summary>An incarnation is of one database, so that mostly nothing has to be read; what cannot be read is not of it.</summary>
    private static bool IsOfDatabase(BackupAddRecord backup, DomainReaders readers, DatabaseSource source)
    {
        if (backup.IncarnationId == source.IncarnationId
            || source.Ancestors.Any(ancestor => ancestor.IncarnationId == backup.IncarnationId))
        {
            return true;
        }

        try
        {
            return readers.ReadRoot(backup).Database?.DatabaseId == source.DatabaseId;
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            return false;
        }
    }
}
