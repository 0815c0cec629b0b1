namespace GeodeArchive.Cli.Completion;

/// <summary>An option that a shell can offer.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Description">What it does.</param>
/// <param name="Value">What follows it.</param>
/// <param name="Choices">The values, if there is a choice.</param>
internal sealed record CompletionOption(string Name, string Description, CompletionValue Value, IReadOnlyList<string> Choices);
