namespace GeodeArchive.Cli.Completion;

/// <summary>What a shell can offer for a value.</summary>
internal enum CompletionValue
{
    /// <summary>There is no value.</summary>
    None = 0,

    /// <summary>A directory.</summary>
    Directory = 1,

    /// <summary>A file, or a directory on the way to one.</summary>
    File = 2,

    /// <summary>One of a few words.</summary>
    Choice = 3,

    /// <summary>Nothing that a shell could know.</summary>
    Other = 4,
}
