using GeodeArchive.Cli.Commands;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Checking;

namespace GeodeArchive.Cli.Rendering;

/// <summary>What a check of a store found, for people.</summary>
internal static class StoreCheckText
{
    private const string Hint =
        "restore the data directory from a backup; geode-inspect page shows a damaged page, geode-inspect tree what can still be read";

    /// <summary>Writes each damage, and what was checked.</summary>
    public static void Write(ICommandConsole console, FilePath directory, StoreCheckReport report, TimeSpan elapsed)
    {
        foreach (var finding in report.Findings)
        {
            console.Output.WriteLine(Describe(finding));
        }

        if (report.FindingCount > report.Findings.Count)
        {
            console.Output.WriteLine($"... and {CountText.Of(report.FindingCount - report.Findings.Count)} more");
        }

        var found = report.Checked;
        var verdict = report.FindingCount == 0 ? "sound" : $"DAMAGED in {CountText.Of(report.FindingCount, "place")}";
        console.Output.WriteLine(
            $"{directory}: {verdict}; checked {CountText.Of(found.Graphs, "graph")}, {CountText.Of(found.Pages, "page")}, "
            + $"{CountText.Of(found.Keys, "key")}, {SizeText.Of(found.Bytes)}, {TimeText.OfDuration(elapsed)}");
        console.Output.Flush();
        if (report.FindingCount > 0)
        {
            FailureText.WriteHint(console, Hint);
        }
    }

    /// <summary>A finding.</summary>
    public static string Describe(StoreFinding finding) =>
        DamageText.Of(finding.File, finding.Failure, finding.Page?.Offset, finding.Detail, finding.Structure);
}
