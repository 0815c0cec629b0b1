using GeodeArchive.Backup.Verifying;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Rendering;

/// <summary>What a verification found, for people.</summary>
internal static class VerifyText
{
    /// <summary>Writes each damage, and what was checked.</summary>
    public static void Write(ICommandConsole console, VerifyOptions options, VerifyReport report, TimeSpan elapsed)
    {
        foreach (var damage in report.Damages)
        {
            console.Output.WriteLine(Describe(damage));
        }

        foreach (var note in report.Result?.Notes ?? [])
        {
            console.Error.WriteLine($"{CommandContext.ProgramName}: note: {note.Path}: {note.Reason}");
        }

        console.Output.WriteLine($"{options.Name}: {Verdict(report)}; {Checked(options, report.Result)}, {TimeText.OfDuration(elapsed)}");
        console.Output.Flush();
        if (report.Damages.Count > 0)
        {
            FailureText.WriteHint(console, "geode-inspect shows the damaged files; other backups may be intact: verify them, too");
        }
    }

    /// <summary>A damage, or why there is none to tell of.</summary>
    public static string Describe(RepositoryException damage) => DamageText.TryOf(damage) ?? damage.Message;

    private static string Verdict(VerifyReport report) => report.Damages.Count == 0
        ? "intact"
        : $"DAMAGED in {(report.Result?.HasMoreDamage == true ? "more than " : string.Empty)}{CountText.Of(report.Damages.Count, "place")}";

    private static string Checked(VerifyOptions options, VerifyResult? result)
    {
        if (result is null)
        {
            return "nothing more could be checked";
        }

        var segments = CountText.Of(result.SegmentCount, "segment");
        var entries = CountText.Of(result.EntryCount, "entry", "entries");
        return (options.ChecksSums, options.ChecksConsistency) switch
        {
            (true, true) => $"checked {SizeText.Of(result.ByteCount)} in {segments}, and {entries}",
            (true, false) => $"checked {SizeText.Of(result.ByteCount)} in {segments}, not the tree",
            _ => $"checked {entries}, not the data",
        };
    }
}
