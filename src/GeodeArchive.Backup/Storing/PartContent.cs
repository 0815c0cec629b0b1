using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Storing;

/// <summary>The stored content of one part: its extents, or the node that holds them.</summary>
/// <param name="Extents">The extents of a file's only part when they are few; else empty.</param>
/// <param name="Leaf">The extent leaf otherwise.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Outcome">How the reading went.</param>
/// <param name="Problem">What went wrong, for people; null if nothing did.</param>
internal sealed record PartContent(
    IReadOnlyList<Extent> Extents, ChunkId? Leaf, long Length, PartOutcome Outcome = PartOutcome.Whole, string? Problem = null)
{
    /// <summary>Extended attributes of the file, which are read with its first part.</summary>
    public ImmutableArray<TreeAttribute> Attributes { get; init; } = [];

    /// <summary>True if nothing that comes after this part is in the file.</summary>
    public bool EndsFile => Outcome >= PartOutcome.Short;

    /// <summary>A part of which nothing was stored.</summary>
    public static PartContent Failed(PartOutcome outcome, string problem) => new([], null, 0, outcome, problem);
}
