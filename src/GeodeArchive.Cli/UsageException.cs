namespace GeodeArchive.Cli;

/// <summary>The command line cannot be meant as it is; nothing was done.</summary>
internal sealed class UsageException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="hint">What to write instead; null points at the command's help.</param>
    public UsageException(string message, string? hint = null)
        : base(message) => Hint = hint;

    /// <summary>What to write instead.</summary>
    public string? Hint { get; }
}
