using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;

namespace GeodeArchive.Cli.Documents;

/// <summary>What a backup holds of a database.</summary>
internal sealed record ShownDatabaseDocument
{
    /// <summary>The database.</summary>
    public required string DatabaseId { get; init; }

    /// <summary>Its life that was backed up.</summary>
    public required string IncarnationId { get; init; }

    /// <summary>The timeline that the places in the log are of.</summary>
    public required string TimelineId { get; init; }

    /// <summary>Number of the checkpoint.</summary>
    public required long Generation { get; init; }

    /// <summary>Up to where the log is in the backup.</summary>
    public required string CheckpointLsn { get; init; }

    /// <summary>The last transaction in it.</summary>
    public required ulong Xid { get; init; }

    /// <summary>When the checkpoint was made, RFC 3339.</summary>
    public required string CheckpointTime { get; init; }

    /// <summary>The lives before that one, oldest first.</summary>
    public required IReadOnlyList<string> Ancestors { get; init; }

    /// <summary>Describes it.</summary>
    public static ShownDatabaseDocument From(DatabaseSource source, BackupAddRecord backup) => new()
    {
        DatabaseId = source.DatabaseId.ToString(),
        IncarnationId = source.IncarnationId.ToString(),
        TimelineId = backup.TimelineId.ToString(),
        Generation = source.Generation.Value,
        CheckpointLsn = source.CheckpointLsn.ToString(),
        Xid = source.Attributes.Xid.Value,
        CheckpointTime = TimeText.OfCommitForJson(source.Time),
        Ancestors = [.. source.Ancestors.Select(ancestor => ancestor.IncarnationId.ToString())],
    };
}
