using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>What a footer of a log object is made of; <see cref="LogObjectFooter"/> checks it.</summary>
public sealed record LogObjectFooterContent
{
    /// <summary>Which stretch of which timeline it is, and where in the chain.</summary>
    public required LogObjectSection Object { get; init; }

    /// <summary>The blocks, in order; at least one.</summary>
    public required ImmutableArray<LogObjectBlock> Blocks { get; init; }

    /// <summary>The last commit on the timeline up to its end.</summary>
    public required CommitPlace Commit { get; init; }

    /// <summary>The earlier objects of its group, in order.</summary>
    public ImmutableArray<LogObjectEntry> Entries { get; init; } = [];

    /// <summary>All groups up to its own, if it is the last of its group.</summary>
    public ImmutableArray<LogGroupEntry> Groups { get; init; } = [];

    /// <summary>The recovery points whose commit is in it, in order.</summary>
    public ImmutableArray<LogObjectPoint> Points { get; init; } = [];

    /// <summary>Where the last object of the group before starts; 0 in the first group.</summary>
    public Lsn PreviousGroupStart { get; init; }

    /// <summary>The name of a recovery point whose transaction has not ended at the end of the object, or null.</summary>
    public string? OpenName { get; init; }
}
