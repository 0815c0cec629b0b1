using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Manifests;

namespace GeodeArchive.Backup;

/// <summary>Which backup an incremental or differential is compared with.</summary>
internal static class ParentChoice
{
    /// <summary>
    /// Of the chain that the base backup belongs to: an incremental goes on from its newest backup, a differential from its
    /// full. Without a base backup the newest chain of the same source on the same host is taken. Null for a full.
    /// </summary>
    /// <exception cref="RepositoryException">There is no such chain.</exception>
    public static BackupAddRecord? Choose(ArchiveRepository repository, BackupOptions options)
    {
        var state = repository.State;
        if (options.Type == BackupType.Full)
        {
            return null;
        }

        var chain = options.BaseBackup is { } name
            ? Find(state, name, SourceKind.DirectoryTree).ChainId
            : FindBySource(repository, options).ChainId;
        return options.Type == BackupType.Incremental ? Members(state, chain)[^1] : FullOf(state, chain);
    }

    /// <summary>A backup by its name, of the kind that is to be made.</summary>
    /// <exception cref="RepositoryException">There is none, or it is of something else.</exception>
    public static BackupAddRecord Find(RepositoryState state, string name, SourceKind kind)
    {
        var backup = state.FindBackup(name) ?? throw new RepositoryException(
            RepositoryError.NotFound,
            $"there is no backup named {name} to go on from",
            "geode-archive backup list ROOT shows what there is");
        return backup.SourceKind == kind
            ? backup
            : throw new RepositoryException(
                RepositoryError.Failed,
                $"{name} is a backup of a {(backup.SourceKind == SourceKind.Database ? "database" : "directory tree")}: "
                + "a chain goes on with the same",
                "name a backup of the same source, or make a full backup");
    }

    /// <summary>The backups of a chain, in the order they were made.</summary>
    public static List<BackupAddRecord> Members(RepositoryState state, BackupId chain) =>
        state.Backups.Where(backup => backup.ChainId == chain).ToList();

    /// <summary>The full backup of a chain.</summary>
    /// <exception cref="RepositoryException">It is gone.</exception>
    public static BackupAddRecord FullOf(RepositoryState state, BackupId chain) =>
        Members(state, chain).Find(backup => backup.BackupId.Value == chain.Value)
            ?? throw new RepositoryException(
                RepositoryError.NotFound, "the full backup of this chain is gone", "make a full backup, or an incremental one");

    private static BackupAddRecord FindBySource(ArchiveRepository repository, BackupOptions options)
    {
        using var readers = new DomainReaders(repository);
        foreach (var backup in repository.State.Backups.Where(backup => backup.SourceKind == SourceKind.DirectoryTree).Reverse())
        {
            var root = readers.ReadRoot(backup);
            if (root.Host == options.Host && root.Source.Span.SequenceEqual(options.Source.Bytes))
            {
                return backup;
            }
        }

        throw new RepositoryException(
            RepositoryError.NotFound,
            $"no backup of {options.Source} on {options.Host} to go on from",
            "make a full backup first, or name the chain: --base-backup ROOT/NAME");
    }
}
