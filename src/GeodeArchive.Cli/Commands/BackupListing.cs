using GeodeArchive.Format;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary>Backups to be shown.</summary>
/// <param name="Backups">In the order they were made.</param>
/// <param name="ChainName">Name of the full that the chain goes back to; null when all backups are listed.</param>
internal sealed record BackupListing(IReadOnlyList<ListedBackup> Backups, string? ChainName)
{
    /// <summary>Bytes that all of them need.</summary>
    public long TotalSize => Backups.Sum(listed => listed.Backup.StoredSize);

    /// <summary>All backups of a root.</summary>
    public static BackupListing OfAll(ArchiveRepository repository) => new(Select(repository, _ => true), null);

    /// <summary>The chain that a backup belongs to.</summary>
    /// <exception cref="RepositoryException">There is no such backup.</exception>
    public static BackupListing OfChain(ArchiveRepository repository, string member)
    {
        var state = repository.State;
        var chain = state.FindBackup(member)?.ChainId ?? throw new RepositoryException(
            RepositoryError.NotFound,
            $"there is no backup named {member}",
            $"geode-archive backup list {repository.Store.DisplayName} shows what there is");
        var members = Select(repository, backup => backup.ChainId == chain);
        return new BackupListing(members, (state.FindBackup(chain) ?? members[0].Backup).Name);
    }

    private static List<ListedBackup> Select(ArchiveRepository repository, Func<BackupAddRecord, bool> isWanted)
    {
        var state = repository.State;
        var files = repository.Store.List(string.Empty, recursive: false).Select(entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from backup in state.Backups
            where isWanted(backup)
            select new ListedBackup(
                backup,
                state.FindBackup(backup.ParentId)?.Name,
                state.FindBackup(backup.ChainId)?.Name,
                files.Contains(backup.Name) ? BackupFileStates.Of(repository, backup.Name) : BackupFileState.Missing,
                state.FindHold(backup.BackupId)),
        ];
    }
}
