namespace GeodeArchive.Cli.Completion;

/// <summary>What can follow the words of a command.</summary>
/// <param name="Path">Its words without the program: "backup list"; empty for the program itself.</param>
/// <param name="Subcommands">Words that lead on.</param>
/// <param name="Options">Its options.</param>
/// <param name="Argument">What its argument is.</param>
/// <param name="ArgumentChoices">The values of its argument, if there is a choice.</param>
internal sealed record CompletionCommand(
    string Path,
    IReadOnlyList<CompletionWord> Subcommands,
    IReadOnlyList<CompletionOption> Options,
    CompletionValue Argument,
    IReadOnlyList<string> ArgumentChoices)
{
    /// <summary>All words that can follow.</summary>
    public IEnumerable<CompletionWord> Words =>
    [
        .. Subcommands,
        .. ArgumentChoices.Select(choice => new CompletionWord(choice, string.Empty)),
        .. Options.Select(option => new CompletionWord(option.Name, option.Description)),
    ];
}
