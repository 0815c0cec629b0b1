using GeodeArchive.Backup.Collecting;

namespace GeodeArchive.Cli.Rendering;

/// <summary>What a collection did, for people.</summary>
internal static class CollectText
{
    /// <summary>Writes a line for each thing that was done, and the sum.</summary>
    public static void Write(ICommandConsole console, CollectResult result, bool isDryRun, TimeSpan elapsed)
    {
        foreach (var note in result.Notes)
        {
            console.Error.WriteLine($"{CommandContext.ProgramName}: note: {note}");
        }

        Line(console, result.FencedSessionCount, "dead session", "ended", isDryRun);
        Line(console, result.AdoptedSegmentCount, "segment of theirs", "adopted", isDryRun, "segments of theirs");
        var needless = $"({SizeText.Of(result.RetiredSize)}) that no backup needs";
        Line(console, result.RetiredSegmentCount, $"segment {needless}", "retired", isDryRun, $"segments {needless}");
        Line(console, result.MovedSegmentCount, "segment", $"written again ({SizeText.Of(result.MovedSize)} before compression)", isDryRun);
        Line(console, result.MergedIndexCount, "index", "written again", isDryRun, "indexes");
        Line(console, result.DeletedSegmentCount, "segment", "deleted", isDryRun);
        Line(console, result.OrphanCount, "file that nobody refers to", "removed", isDryRun, "files that nobody refers to");
        foreach (var session in result.OpenSessions)
        {
            console.Output.WriteLine(
                $"  open session {session.SessionId} of {session.Program} on {session.Host} since {TimeText.OfMoment(session.Started)}");
        }

        if (result.WaitingSegmentCount > 0)
        {
            var waiting = CountText.Of(result.WaitingSegmentCount, "retired segment");
            console.Output.WriteLine($"  {waiting} not deleted yet: a session is open that may rely on them");
        }

        var freed = isDryRun ? "would be freed at once" : "freed";
        console.Output.WriteLine($"{SizeText.Of(result.FreedSize)} {freed}, {TimeText.OfDuration(elapsed)}");
        console.Output.Flush();
        if (result.WaitingSegmentCount > 0)
        {
            FailureText.WriteHint(console, "if such a session is dead: geode-archive repository collect ROOT --fence-older-than 24h");
        }
    }

    private static void Line(ICommandConsole console, int count, string noun, string verb, bool isDryRun, string? plural = null)
    {
        if (count > 0)
        {
            console.Output.WriteLine($"  {CountText.Of(count, noun, plural)} {(isDryRun ? "would be " : string.Empty)}{verb}");
        }
    }
}
