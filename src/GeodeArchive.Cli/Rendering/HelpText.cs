using System.CommandLine;
using GeodeArchive.Cli.Commands;

namespace GeodeArchive.Cli.Rendering;

/// <summary>The help of a command: usage, what it takes, examples, exit codes. The same on every terminal.</summary>
internal static class HelpText
{
    private const int WidthMax = 100;
    private const string Indent = "  ";

    /// <summary>Writes the help.</summary>
    public static void Write(TextWriter output, Command command)
    {
        WriteWrapped(output, string.Empty, string.Empty, command.Description!.Split(' '));
        output.WriteLine();
        output.WriteLine("Usage:");
        WriteWrapped(output, Indent, Indent + Indent, Usage(command));
        WriteColumns(output, "Commands", Leaves(command).Select(leaf => (PathBelow(command, leaf), leaf.Description!)));
        WriteColumns(output, "Arguments", command.Arguments.Select(argument => (argument.Name, argument.Description!)));
        WriteColumns(output, "Options", OptionsOf(command).Select(option => (Label(option), Describe(option))));
        if (command is RunnableCommand runnable)
        {
            WriteExamples(output, runnable);
            WriteColumns(output, "Exit codes", runnable.PossibleExitCodes.Select(code => ($"{code,2}", ExitCodes.Describe(code))));
        }
    }

    private static IEnumerable<string> Usage(Command command)
    {
        yield return FailureText.PathOf(command);
        if (command.Subcommands.Count > 0)
        {
            yield return "COMMAND";
        }

        foreach (var argument in command.Arguments)
        {
            yield return argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : argument.Name;
        }

        foreach (var option in command.Options.Where(option => option.Name != "--help"))
        {
            yield return option.Required ? Label(option) : $"[{Label(option)}]";
        }
    }

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.SelectMany(sub => sub.Subcommands.Count == 0 ? [sub] : Leaves(sub));

    private static string PathBelow(Command above, Command leaf) => FailureText.PathOf(leaf)[(FailureText.PathOf(above).Length + 1)..];

    /// <summary>The command's own options, and those of the commands above it that hold here, too.</summary>
    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf).Where(option => option.Recursive));

    private static string Label(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length));
        return option.Arity.MaximumNumberOfValues == 0 || option.HelpName is null ? names : $"{names} {option.HelpName}";
    }

    private static string Describe(Option option) => option.Required ? $"{option.Description} Required." : option.Description!;

    private static void WriteColumns(TextWriter output, string heading, IEnumerable<(string Label, string Text)> rows)
    {
        var list = rows.ToList();
        if (list.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(heading + ":");
        var width = list.Where(row => row.Label.Length <= WidthMax / 3).Select(row => row.Label.Length).DefaultIfEmpty(0).Max();
        foreach (var (label, text) in list)
        {
            var start = $"{Indent}{label.PadRight(width)}{Indent}";
            var column = Indent.Length + width + Indent.Length;
            if (label.Length > width)
            {
                output.WriteLine($"{Indent}{label}");
                start = new string(' ', column);
            }

            WriteWrapped(output, start, new string(' ', column), text.Split(' '));
        }
    }

    private static void WriteExamples(TextWriter output, RunnableCommand command)
    {
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in command.Examples)
        {
            output.WriteLine(Indent + example);
        }
    }

    /// <summary>Writes words in lines; the first starts with one text, the others with another, a bit further in.</summary>
    private static void WriteWrapped(TextWriter output, string first, string others, IEnumerable<string> words)
    {
        var line = first;
        var isStart = true;
        foreach (var word in words)
        {
            if (!isStart && line.Length + 1 + word.Length > WidthMax)
            {
                output.WriteLine(line);
                line = others;
                isStart = true;
            }

            line += isStart ? word : " " + word;
            isStart = false;
        }

        output.WriteLine(line);
    }
}
