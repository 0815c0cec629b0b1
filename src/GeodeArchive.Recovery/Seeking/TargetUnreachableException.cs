using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>A target cannot be reached. Nothing was written.</summary>
public sealed class TargetUnreachableException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">What is asked for and what there is.</param>
    /// <param name="hint">What the operator can do next.</param>
    public TargetUnreachableException(UnreachableReason reason, string message, string hint)
        : base(message)
    {
        Reason = reason;
        Hint = hint;
    }

    /// <summary>The reason.</summary>
    public UnreachableReason Reason { get; }

    /// <summary>What the operator can do next.</summary>
    public string Hint { get; }

    /// <summary>The last commit before it that can be reached, the base for none; null where that is not known.</summary>
    public CommitPlace? Before { get; init; }

    /// <summary>The first commit after it that can be reached; null if there is none.</summary>
    public CommitPlace? After { get; init; }

    /// <summary>The timelines that hold it, each with where it would be; empty unless there are several.</summary>
    public IReadOnlyList<(TimelineId Timeline, CommitPlace Stop)> Branches { get; init; } = [];
}
