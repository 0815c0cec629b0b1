using GeodeArchive.Cli.Commands;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup list --json</c> prints.</summary>
internal sealed record ListedDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>Name of the chain's full; null without --chain.</summary>
    public required string? Chain { get; init; }

    /// <summary>The backups, in the order they were made.</summary>
    public required IReadOnlyList<BackupDocument> Backups { get; init; }

    /// <summary>Sum of their stored sizes.</summary>
    public required long TotalSize { get; init; }

    /// <summary>When the newest of them was started, RFC 3339; null when there is none.</summary>
    public required string? RestorePoint { get; init; }

    /// <summary>Describes a listing.</summary>
    public static ListedDocument From(ArchiveRepository repository, BackupListing listing) => new()
    {
        Root = repository.Store.DisplayName,
        Chain = listing.ChainName,
        Backups =
        [
            .. from listed in listing.Backups
            select BackupDocument.From(repository.State, listed.Backup) with
            {
                HasFile = listed.FileState != BackupFileState.Missing,
                FileState = BackupFileStates.NameOf(listed.FileState),
            },
        ],
        TotalSize = listing.TotalSize,
        RestorePoint = listing.Backups.Count == 0 ? null : TimeText.ForJson(listing.Backups[^1].Backup.Started),
    };
}
