using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Store.Graphs;

/// <summary>
/// A state of all graphs, as transactions up to <see cref="Xid"/> left it; all of them are durable. Safe for several workers. Those who
/// read between two commits share one; each releases it once.
/// </summary>
public sealed class DatabaseSnapshot
{
    private int _holders = 1;

    internal DatabaseSnapshot(Xid xid, Lsn lsn, ImmutableDictionary<GraphId, GraphSnapshot> graphs)
    {
        Xid = xid;
        Lsn = lsn;
        Graphs = graphs;
    }

    /// <summary>The last transaction in it; none before the first.</summary>
    public Xid Xid { get; }

    /// <summary>The place in the log after that transaction.</summary>
    public Lsn Lsn { get; }

    /// <summary>The graphs.</summary>
    public ImmutableDictionary<GraphId, GraphSnapshot> Graphs { get; }

    /// <summary>A graph by name; null if there is none.</summary>
    public GraphSnapshot? Find(string name) => Graphs.Values.FirstOrDefault(graph => graph.Name == name);

    internal void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Lets go of it; with the last hold its pages can be used again.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            foreach (var graph in Graphs.Values)
            {
                graph.Release();
            }
        }
    }
}
