using GeodeArchive.Format;

namespace GeodeArchive.Store.Checkpoints;

/// <summary>What a checkpoint makes durable beside trees, as it was when it was begun.</summary>
internal sealed record CheckpointContent
{
    public required Generation Generation { get; init; }

    /// <summary>The last durable checkpoint; none for the first.</summary>
    public required Generation Previous { get; init; }

    /// <summary>The one before that, whose pages must stay until this one is durable.</summary>
    public required Generation Fallback { get; init; }

    /// <summary>The oldest checkpoint that somebody reads.</summary>
    public required Generation OldestPin { get; init; }

    public required CheckpointMark Mark { get; init; }

    public required IncarnationId IncarnationId { get; init; }

    public required DatabaseRecord Database { get; init; }

    public required IReadOnlyList<GraphId> Dropped { get; init; }
}
