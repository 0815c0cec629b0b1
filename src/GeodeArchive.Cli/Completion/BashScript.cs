namespace GeodeArchive.Cli.Completion;

/// <summary>Completion for bash.</summary>
internal static class BashScript
{
    /// <summary>Writes the script.</summary>
    public static void Write(TextWriter output, CompletionModel model)
    {
        output.WriteLine("# bash completion of geode-archive. Load it with: source <(geode-archive completion bash)");
        output.WriteLine("_geode_archive() {");
        output.WriteLine("  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word");
        output.WriteLine("  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do");
        output.WriteLine("    case \"$command $word\" in");
        output.WriteLine($"      {ShellText.CommandPatterns(model)}) command=${{command:+$command }}$word ;;");
        output.WriteLine("    esac");
        output.WriteLine("  done");
        output.WriteLine("  COMPREPLY=()");
        output.WriteLine("  case $previous in");
        foreach (var option in model.ValueOptions)
        {
            output.WriteLine($"    {option.Name}) {Offer(option.Value, option.Choices)}return ;;");
        }

        output.WriteLine("  esac");
        output.WriteLine("  case $command in");
        foreach (var command in model.Commands)
        {
            output.WriteLine($"    '{command.Path}')");
            if (command.Argument is CompletionValue.Directory or CompletionValue.File)
            {
                output.WriteLine($"      if [[ $current != -* ]]; then {Offer(command.Argument, [])}return; fi");
            }

            output.WriteLine($"      {OfferWords(command.Words.Select(word => word.Text))} ;;");
        }

        output.WriteLine("  esac");
        output.WriteLine("}");
        output.WriteLine($"complete -F _geode_archive {string.Join(' ', CompletionModel.ProgramNames)}");
    }

    private static string Offer(CompletionValue value, IReadOnlyList<string> choices) => value switch
    {
        CompletionValue.Directory => "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); ",
        CompletionValue.File => "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); ",
        CompletionValue.Choice => OfferWords(choices) + "; ",
        _ => string.Empty,
    };

    private static string OfferWords(IEnumerable<string> words) =>
        $"mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', words)}' -- \"$current\")";
}
