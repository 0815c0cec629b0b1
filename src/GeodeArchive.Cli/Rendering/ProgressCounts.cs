using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Loading;
using GeodeArchive.Store.Checking;

namespace GeodeArchive.Cli.Rendering;

/// <summary>How far a command is.</summary>
/// <param name="Items">What it has gone through, in words.</param>
/// <param name="Bytes">Bytes that it has gone through.</param>
/// <param name="Done">The part of <paramref name="Total"/> that is done.</param>
/// <param name="Total">What there is to do, as far as is known; 0 if it is not.</param>
internal readonly record struct ProgressCounts(string Items, long Bytes, double Done, double Total)
{
    // What an entry costs beside its bytes, in bytes, so that many small files move the bar, too.
    private const double EntryWeight = 4096;

    /// <summary>Of a command over a tree of files.</summary>
    public static ProgressCounts Of(RunProgress progress) => new(
        CountText.Of(progress.Entries, "entry", "entries"),
        progress.Bytes,
        progress.Bytes + (progress.Entries * EntryWeight),
        progress.BytesTotal + (progress.EntriesTotal * EntryWeight));

    /// <summary>Of the restore of a database: each part in its turn.</summary>
    public static ProgressCounts Of(DatabaseRestoreProgress progress, DatabaseRestoreStage stage) => stage switch
    {
        DatabaseRestoreStage.Replaying => new("log", progress.ReplayedSize, progress.ReplayedSize, progress.ReplayTotal),
        DatabaseRestoreStage.Proving => Of(progress.Proof),
        _ => Of(progress.Files),
    };

    /// <summary>Of a load or an export of a graph.</summary>
    public static ProgressCounts Of(LoadProgress progress) =>
        new(CountText.Of(progress.Nodes + progress.Relationships, "row"), progress.Bytes, progress.Bytes, progress.BytesTotal);

    /// <summary>Of a check of a store.</summary>
    public static ProgressCounts Of(StoreCheckProgress progress) =>
        new(CountText.Of(progress.Keys, "key"), progress.Bytes, progress.Bytes, progress.BytesTotal);
}
