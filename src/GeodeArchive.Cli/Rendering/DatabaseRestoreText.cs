using GeodeArchive.Backup.Restoring;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Recovery;

namespace GeodeArchive.Cli.Rendering;

/// <summary>What the restore of a database did, for people.</summary>
internal static class DatabaseRestoreText
{
    /// <summary>Writes the story, a line for each stage, and last whether the state is proven.</summary>
    public static void Write(ICommandConsole console, DatabaseRestoreResult result, FilePath directory, TimeSpan elapsed)
    {
        var output = console.Output;
        var stop = result.Target.Stop;
        foreach (var note in result.Target.Notes)
        {
            console.Error.WriteLine($"note: {note}");
        }

        var cost = result.Target.Cost.Listings > 0 ? $"; found in {Cost(result.Target.Cost)}" : string.Empty;
        output.WriteLine($"target: {Describe(stop)}{cost}");
        output.WriteLine(
            $"{result.Files.Backup.Name}: {SizeText.Of(result.Files.ByteCount)} restored to {directory}, the state at LSN "
            + $"{result.Source.CheckpointLsn}");
        output.WriteLine(
            $"replayed {CountText.Of(result.Replay.Count, "transaction")}, {SizeText.Of(stop.End - result.Source.CheckpointLsn)} of log");
        output.WriteLine(
            $"timeline {result.Replay.Timeline.TimelineId} goes on from here; it leaves {result.Replay.Timeline.ParentId} "
            + $"at LSN {stop.End}");
        foreach (var finding in result.Findings)
        {
            output.WriteLine(StoreCheckText.Describe(finding));
        }

        output.WriteLine(Verdict(result) + $", {TimeText.OfDuration(elapsed)}");
        output.Flush();
        if (result.FindingCount > 0)
        {
            FailureText.WriteHint(console, "no database opens it: restore from another backup, and check disk and memory of this machine");
        }
    }

    /// <summary>"transaction 12,847,293 of 2026-01-27 14:29:59.8712320 UTC, ending at LSN 1/6B374D8".</summary>
    public static string Describe(CommitPlace stop) => stop.Exists
        ? $"transaction {stop.Xid} of {TimeText.OfCommit(stop.Time)}, ending at LSN {stop.End}"
        : $"LSN {stop.End}, before the first transaction";

    /// <summary>"4 reads and 2 listings of the WAL archive, 183 KB".</summary>
    public static string Cost(ReadCount cost) =>
        $"{CountText.Of(cost.ObjectReads, "read")} of log, {CountText.Of(cost.NoteReads, "read")} of notes and "
        + $"{CountText.Of(cost.Listings, "listing")} of the WAL archive, {SizeText.Of(cost.Bytes)}";

    private static string Verdict(DatabaseRestoreResult result)
    {
        var place = $"LSN {result.Target.Stop.End}";
        if (result.FindingCount > 0)
        {
            return $"state NOT proven at {place}: DAMAGED in {CountText.Of(result.FindingCount, "place")}";
        }

        return result.IsScanned
            ? $"state proven at {place}: {CountText.Of(result.KeyCount, "key")} read again, all as the commits say"
            : $"state at {place}, not proven: each commit that was replayed was compared, but the files were not read again";
    }
}
