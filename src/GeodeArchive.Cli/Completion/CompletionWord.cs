namespace GeodeArchive.Cli.Completion;

/// <summary>A word that a shell can offer.</summary>
/// <param name="Text">The word.</param>
/// <param name="Description">What it stands for; may be empty.</param>
internal sealed record CompletionWord(string Text, string Description);
