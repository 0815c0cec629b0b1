namespace GeodeArchive.Tests.Database;

/// <summary>How a recorded transaction ended, as far as whoever ran it was told.</summary>
internal enum TransactionOutcome
{
    /// <summary>It was told nothing: the power went out, or the answer was that nobody knows.</summary>
    Unknown,

    /// <summary>It was given up, or was told that nothing was changed.</summary>
    Nothing,

    /// <summary>It was told that another was faster.</summary>
    Conflict,

    /// <summary>It is in order, and nobody was told that it is durable.</summary>
    Appended,

    /// <summary>It was told that it is durable.</summary>
    Acknowledged,
}
