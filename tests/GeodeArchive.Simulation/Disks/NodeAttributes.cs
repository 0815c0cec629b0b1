using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>What programs can set on a file beside its bytes.</summary>
internal readonly record struct NodeAttributes(int Mode, long UserId, long GroupId, FileTime Modified)
{
    /// <summary>Extended attributes, each name once, in the order of their names. Never changes.</summary>
    internal IReadOnlyList<ExtendedAttribute> Extended { get; init; } = [];
}
