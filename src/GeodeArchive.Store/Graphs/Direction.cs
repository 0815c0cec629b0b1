using GeodeArchive.Format;

namespace GeodeArchive.Store.Graphs;

/// <summary>How a relationship is at a node.</summary>
public enum Direction
{
    /// <summary>It leaves the node.</summary>
    Outgoing = GraphKeyspace.Outgoing,

    /// <summary>It reaches the node.</summary>
    Incoming = GraphKeyspace.Incoming,
}
