namespace GeodeArchive.Cli.Completion;

/// <summary>What the scripts have in common.</summary>
internal static class ShellText
{
    /// <summary>Each step from a command to one below it: " backup", "backup list".</summary>
    public static IEnumerable<string> CommandSteps(CompletionModel model) =>
        from command in model.Commands
        where command.Path.Length > 0
        select command.Path.Contains(' ') ? command.Path : " " + command.Path;

    /// <summary>The steps as alternatives of a case.</summary>
    public static string CommandPatterns(CompletionModel model) => string.Join('|', CommandSteps(model).Select(Quote));

    /// <summary>Text in single quotes, as all three shells read it.</summary>
    public static string Quote(string text) => "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
