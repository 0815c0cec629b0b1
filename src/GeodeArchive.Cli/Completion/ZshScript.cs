namespace GeodeArchive.Cli.Completion;

/// <summary>Completion for zsh.</summary>
internal static class ZshScript
{
    /// <summary>Writes the script.</summary>
    public static void Write(TextWriter output, CompletionModel model)
    {
        output.WriteLine($"#compdef {string.Join(' ', CompletionModel.ProgramNames)}");
        output.WriteLine("# zsh completion of geode-archive. Load it with: source <(geode-archive completion zsh)");
        output.WriteLine("_geode-archive() {");
        output.WriteLine("  local command= word");
        output.WriteLine("  local -a offers");
        output.WriteLine("  for word in \"${(@)words[2,CURRENT-1]}\"; do");
        output.WriteLine("    case \"$command $word\" in");
        output.WriteLine($"      {ShellText.CommandPatterns(model)}) command=\"${{command:+$command }}$word\" ;;");
        output.WriteLine("    esac");
        output.WriteLine("  done");
        output.WriteLine("  case ${words[CURRENT-1]} in");
        foreach (var option in model.ValueOptions)
        {
            output.WriteLine($"    {option.Name}) {Offer(option.Value, option.Choices)}return ;;");
        }

        output.WriteLine("  esac");
        output.WriteLine("  case $command in");
        foreach (var command in model.Commands)
        {
            var offers = string.Join(' ', command.Words.Select(Describe));
            output.WriteLine($"    '{command.Path}') offers=({offers}); {Offer(command.Argument, [])};;");
        }

        output.WriteLine("  esac");
        output.WriteLine("  _describe geode-archive offers");
        output.WriteLine("}");
        output.WriteLine("if [[ ${funcstack[1]} == _geode-archive ]]; then _geode-archive \"$@\"; else");
        output.WriteLine($"  compdef _geode-archive {string.Join(' ', CompletionModel.ProgramNames)}");
        output.WriteLine("fi");
    }

    private static string Offer(CompletionValue value, IReadOnlyList<string> choices) => value switch
    {
        CompletionValue.Directory => "_files -/; ",
        CompletionValue.File => "_files; ",
        CompletionValue.Choice when choices.Count > 0 => $"compadd -- {string.Join(' ', choices)}; ",
        _ => string.Empty,
    };

    private static string Describe(CompletionWord word) => ShellText.Quote(word.Description.Length == 0
        ? word.Text
        : $"{word.Text}:{word.Description.Replace(":", @"\:", StringComparison.Ordinal)}");
}
