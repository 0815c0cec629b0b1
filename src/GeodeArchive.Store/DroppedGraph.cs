using GeodeArchive.Format;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store;

/// <summary>A graph that was dropped, or whose creation no checkpoint has seen, and whose file may still be there.</summary>
internal sealed class DroppedGraph(GraphId graph, StoreFile? file)
{
    internal GraphId Graph { get; } = graph;

    internal StoreFile? File { get; } = file;

    /// <summary>The first checkpoint without it; none until there is one.</summary>
    internal Generation DroppedAt { get; set; }
}
