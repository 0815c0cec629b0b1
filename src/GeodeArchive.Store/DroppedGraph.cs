using GeodeArchive.Format;
using GeodeArchive.Store.Space;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Store;

/// <summary>A graph that was dropped and whose file may still be needed, or a file of which no graph is known.</summary>
internal sealed class DroppedGraph
{
    private readonly GraphId _number;

    internal DroppedGraph(Tree tree)
    {
        Graph = tree.Id;
        File = tree.File;
    }

    internal DroppedGraph(GraphId fileNumber) => _number = fileNumber;

    internal GraphId? Graph { get; }

    internal StoreFile? File { get; }

    /// <summary>The name of the file.</summary>
    internal GraphId FileNumber => File?.Number ?? _number;

    /// <summary>The first checkpoint without it; none until there is one.</summary>
    internal Generation DroppedAt { get; set; }
}
