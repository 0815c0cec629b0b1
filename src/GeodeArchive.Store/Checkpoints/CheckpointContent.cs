using GeodeArchive.Format;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Checkpoints;

/// <summary>What a checkpoint makes durable beside trees, as it was when it was begun.</summary>
internal sealed record CheckpointContent
{
    public required Generation Generation { get; init; }

    /// <summary>The last durable checkpoint; none for the first.</summary>
    public required Generation Previous { get; init; }

    /// <summary>Whose pages must not be written to.</summary>
    public required KeptStates Kept { get; init; }

    public required CheckpointMark Mark { get; init; }

    public required IncarnationId IncarnationId { get; init; }

    public required DatabaseRecord Database { get; init; }

    public required IReadOnlyList<GraphId> Dropped { get; init; }

    /// <summary>Those that no durable checkpoint holds.</summary>
    public required IReadOnlyList<KeyValuePair<string, RecoveryPoint>> RecoveryPoints { get; init; }
}
