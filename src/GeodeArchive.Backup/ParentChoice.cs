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
    public static BackupAddRecord? Choose(RepositoryState state, TreeReader reader, BackupOptions options)
    {
        if (options.Type == BackupType.Full)
        {
            return null;
        }

        var chain = options.BaseBackup is { } name
            ? Find(state, name).ChainId
            : FindBySource(state, reader, options).ChainId;
        var members = state.Backups.Where(backup => backup.ChainId == chain).ToList();
        return options.Type == BackupType.Incremental
            ? members[^1]
            : members.Find(backup => backup.BackupId.Value == chain.Value)
                ?? throw new RepositoryException(
                    RepositoryError.NotFound, "the full backup of this chain is gone", "make a full backup, or an incremental one");
    }

    private static BackupAddRecord Find(RepositoryState state, string name) => state.FindBackup(name)
        ?? throw new RepositoryException(
            RepositoryError.NotFound,
            $"there is no backup named {name} to go on from",
            "geode-archive backup list ROOT shows what there is");

    private static BackupAddRecord FindBySource(RepositoryState state, TreeReader reader, BackupOptions options)
    {
        foreach (var backup in state.Backups.Reverse())
        {
            var root = reader.ReadRoot(backup.RootChunk);
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
