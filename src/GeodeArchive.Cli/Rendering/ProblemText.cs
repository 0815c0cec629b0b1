using GeodeArchive.Backup.Reporting;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Says on standard error what did not go as asked.</summary>
internal static class ProblemText
{
    private const int ShownMax = 20;

    /// <summary>Writes the notes, and the first problems.</summary>
    public static void Write(ICommandConsole console, ProblemLog problems, IReadOnlyList<string> notes)
    {
        WriteNotes(console, notes);
        foreach (var problem in problems.Kept.Take(ShownMax))
        {
            console.Error.WriteLine($"{CommandContext.ProgramName}: {Describe(problem)}");
        }

        if (problems.Count > ShownMax)
        {
            console.Error.WriteLine($"{CommandContext.ProgramName}: ... and {CountText.Of(problems.Count - ShownMax)} more");
        }
    }

    /// <summary>Writes the notes.</summary>
    public static void WriteNotes(ICommandConsole console, IReadOnlyList<string> notes)
    {
        foreach (var note in notes)
        {
            console.Error.WriteLine($"{CommandContext.ProgramName}: note: {note}");
        }
    }

    private static string Describe(Problem problem) => $"{(problem.Path.Length == 0 ? "." : problem.Path)}: {problem.Reason}";
}
