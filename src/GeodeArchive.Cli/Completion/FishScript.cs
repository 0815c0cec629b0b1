namespace GeodeArchive.Cli.Completion;

/// <summary>Completion for fish.</summary>
internal static class FishScript
{
    /// <summary>Writes the script.</summary>
    public static void Write(TextWriter output, CompletionModel model)
    {
        output.WriteLine("# fish completion of geode-archive. Load it with: geode-archive completion fish | source");
        output.WriteLine("function __geode_archive_at");
        output.WriteLine("    set -l command ''");
        output.WriteLine("    for word in (commandline -opc)[2..-1]");
        output.WriteLine("        switch \"$command $word\"");
        output.WriteLine($"            case {string.Join(' ', ShellText.CommandSteps(model).Select(ShellText.Quote))}");
        output.WriteLine("                set command (string trim \"$command $word\")");
        output.WriteLine("        end");
        output.WriteLine("    end");
        output.WriteLine("    test \"$command\" = \"$argv[1]\"");
        output.WriteLine("end");
        output.WriteLine($"for program in {string.Join(' ', CompletionModel.ProgramNames)}");
        output.WriteLine("    complete -c $program -f");
        foreach (var command in model.Commands)
        {
            var start = $"    complete -c $program -n \"__geode_archive_at '{command.Path}'\"";
            foreach (var word in command.Words.Where(word => !word.Text.StartsWith('-')))
            {
                output.WriteLine($"{start} -a {word.Text} -d {ShellText.Quote(word.Description)}");
            }

            if (command.Argument is CompletionValue.Directory or CompletionValue.File)
            {
                output.WriteLine($"{start} -a '(__fish_complete_directories)'");
            }

            foreach (var option in command.Options)
            {
                output.WriteLine($"{start} -l {option.Name.TrimStart('-')}{Offer(option)} -d {ShellText.Quote(option.Description)}");
            }
        }

        output.WriteLine("end");
    }

    private static string Offer(CompletionOption option) => option.Value switch
    {
        CompletionValue.None => string.Empty,
        CompletionValue.Directory => " -x -a '(__fish_complete_directories)'",
        CompletionValue.File => " -r -F",
        CompletionValue.Choice => $" -x -a '{string.Join(' ', option.Choices)}'",
        _ => " -x",
    };
}
