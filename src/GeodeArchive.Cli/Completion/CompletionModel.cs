using System.CommandLine;
using GeodeArchive.Cli.Commands;

namespace GeodeArchive.Cli.Completion;

/// <summary>What a shell can offer at each place of a command line, taken from the commands themselves.</summary>
/// <param name="Commands">All commands, the program itself first.</param>
internal sealed record CompletionModel(IReadOnlyList<CompletionCommand> Commands)
{
    /// <summary>The names that the program is installed under.</summary>
    public static IReadOnlyList<string> ProgramNames { get; } = [CommandContext.ProgramName, "geode"];

    /// <summary>Options of all commands that take a value; one name means the same everywhere.</summary>
    public IReadOnlyList<CompletionOption> ValueOptions =>
    [
        .. Commands.SelectMany(command => command.Options)
            .Where(option => option.Value != CompletionValue.None)
            .DistinctBy(option => option.Name),
    ];

    /// <summary>Describes the program.</summary>
    public static CompletionModel Of(Command program, Option help)
    {
        var commands = new List<CompletionCommand>();
        Add(program, string.Empty);
        return new CompletionModel(commands);

        void Add(Command command, string path)
        {
            var options = command.Options.Contains(help) ? command.Options : command.Options.Append(help);
            commands.Add(new CompletionCommand(
                path,
                [.. command.Subcommands.Select(sub => new CompletionWord(sub.Name, FirstSentence(sub.Description)))],
                [.. options.Select(Describe)],
                command.Arguments.Select(ValueOf).FirstOrDefault(),
                command.Arguments.SelectMany(ChoicesOf).ToList()));
            foreach (var sub in command.Subcommands)
            {
                Add(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}");
            }
        }
    }

    private static CompletionOption Describe(Option option) => new(
        option.Name,
        FirstSentence(option.Description),
        option.Arity.MaximumNumberOfValues == 0 ? CompletionValue.None : ValueOf(option),
        ChoicesOf(option));

    private static string FirstSentence(string? description)
    {
        var text = description ?? string.Empty;
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.');
    }

    private static CompletionValue ValueOf(Symbol symbol) => HelpNameOf(symbol) switch
    {
        CommandOptions.Directory => CompletionValue.Directory,
        CommandOptions.Place or CommandOptions.File => CompletionValue.File,
        { } name when name.Contains('|') => CompletionValue.Choice,
        null => CompletionValue.None,
        _ => CompletionValue.Other,
    };

    private static IReadOnlyList<string> ChoicesOf(Symbol symbol) =>
        HelpNameOf(symbol) is { } name && name.Contains('|') ? name.Split('[')[0].Split('|') : [];

    private static string? HelpNameOf(Symbol symbol) => symbol switch
    {
        Option option => option.HelpName,
        Argument argument => argument.HelpName,
        _ => null,
    };
}
