using System.Text;
using GeodeArchive.Backup.Filtering;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Store;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Which restored database a later backup may bring up to date: one whose every commit is in the backup too. Else commits would be lost
/// that nobody has but this directory.
/// </summary>
internal static class DatabaseUpdate
{
    /// <summary>What the restore of files leaves alone in a data directory: what the store does not keep.</summary>
    public static IReadOnlyList<PathPattern> OtherFiles { get; } = [.. new[] { "/lock", "/restoring", "/wal" }.Select(Parse)];

    /// <summary>Refuses any other database.</summary>
    /// <param name="database">What is in the directory.</param>
    /// <param name="name">The backup.</param>
    /// <param name="source">What it holds.</param>
    /// <param name="directory">The directory, for messages.</param>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Exists"/>.</exception>
    public static void Demand(RestoredDatabase database, string name, DatabaseSource source, string directory)
    {
        if (WhyNot(database, name, source) is { } reason)
        {
            throw new RepositoryException(
                RepositoryError.Exists,
                $"{directory} cannot be brought up to date: {reason}; nothing was written",
                "every backup is complete: restore it into an empty directory");
        }
    }

    private static string? WhyNot(RestoredDatabase database, string name, DatabaseSource source)
    {
        var (timeline, end) = database.Log;
        return database.DatabaseId != source.DatabaseId ? $"it is database {database.DatabaseId}, {name} is of {source.DatabaseId}"
            : database.HasFallenBack ? "its last checkpoint is damaged"
            : end != timeline.Fork ? $"it was opened since it was restored, and its log went on from LSN {timeline.Fork} to {end}"
            : database.Origin is not { } origin || !source.HasInAncestry(origin.IncarnationId, origin.Generation)
                ? $"{name} does not go on from what it holds"
            : timeline.ParentId != source.TimelineId ? $"it left timeline {timeline.ParentId}, {name} is of {source.TimelineId}"
            : timeline.Fork > source.CheckpointLsn
                ? $"it is restored up to LSN {timeline.Fork}, and {name} ends at {source.CheckpointLsn}, which is before that"
            : null;
    }

    private static PathPattern Parse(string text) =>
        PathPattern.TryParse(Encoding.UTF8.GetBytes(text), out var pattern, out var reason)
            ? pattern!
            : throw new InvalidOperationException(reason);
}
