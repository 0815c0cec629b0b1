using System.Text.Json.Serialization;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;
using GeodeArchive.Repository.Manifests;

namespace GeodeArchive.Cli.Documents;

/// <summary>A backup in a result document.</summary>
internal sealed record BackupDocument
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its id.</summary>
    public required string BackupId { get; init; }

    /// <summary>full, incremental or differential.</summary>
    public required string Type { get; init; }

    /// <summary>Name of the backup it was compared with; null for a full.</summary>
    public required string? Parent { get; init; }

    /// <summary>Name of the full it goes back to.</summary>
    public required string? Chain { get; init; }

    /// <summary>When it was started, RFC 3339.</summary>
    public required string Started { get; init; }

    /// <summary>When it was finished, RFC 3339.</summary>
    public required string Finished { get; init; }

    /// <summary>Regular files.</summary>
    public required long FileCount { get; init; }

    /// <summary>Directories.</summary>
    public required long DirectoryCount { get; init; }

    /// <summary>Links and other entries.</summary>
    public required long OtherCount { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long LogicalSize { get; init; }

    /// <summary>Bytes read from the source.</summary>
    public required long ReadSize { get; init; }

    /// <summary>Stored bytes that it needs and its parent does not.</summary>
    public required long StoredSize { get; init; }

    /// <summary>Entries that were unreadable or changed while they were read.</summary>
    public required long IncompleteCount { get; init; }

    /// <summary>In a listing: false when the backup file is missing from the archive root.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? HasFile { get; init; }

    /// <summary>Why it cannot be deleted; absent when it can.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HoldDocument? Hold { get; init; }

    /// <summary>In a listing: whether the backup file is ok, missing or damaged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FileState { get; init; }

    /// <summary>Describes a backup.</summary>
    public static BackupDocument From(RepositoryState state, BackupAddRecord backup) => new()
    {
        Name = backup.Name,
        BackupId = backup.BackupId.ToString(),
        Type = TableText.NameOf(backup.BackupType),
        Parent = state.FindBackup(backup.ParentId)?.Name,
        Chain = state.FindBackup(backup.ChainId)?.Name,
        Started = TimeText.ForJson(backup.Started),
        Finished = TimeText.ForJson(backup.Finished),
        FileCount = backup.FileCount,
        DirectoryCount = backup.DirectoryCount,
        OtherCount = backup.OtherCount,
        LogicalSize = backup.LogicalSize,
        ReadSize = backup.ReadSize,
        StoredSize = backup.StoredSize,
        IncompleteCount = backup.IncompleteCount,
        Hold = HoldDocument.From(state.FindHold(backup.BackupId)),
    };
}
