using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Store.Graphs;

/// <summary>What a running database knows of a graph: what is committed, and, maybe behind that, what is in its tree.</summary>
internal sealed class Graph
{
    private long _lastNode;
    private long _lastRelationship;
    private volatile bool _isDropped;

    public Graph(IScheduler scheduler, GraphId id, string name)
    {
        Id = id;
        Name = name;
        Names = new GraphNames(scheduler);
    }

    public GraphId Id { get; }

    public string Name { get; }

    public GraphNames Names { get; }

    /// <summary>As the last commit in the log says. Under the commit gate.</summary>
    public GraphFingerprint Committed { get; set; }

    /// <summary>The last commit that changed it. Under the commit gate.</summary>
    public Xid LastChanged { get; set; }

    /// <summary>Whether a commit in the log dropped it. Set under the commit gate.</summary>
    public bool IsDropped
    {
        get => _isDropped;
        set => _isDropped = value;
    }

    /// <summary>Its rows; null before its creation is applied. Under the apply gate.</summary>
    public GraphTree? Tree { get; private set; }

    /// <summary>A node id that nobody has.</summary>
    public long TakeNode() => Take(ref _lastNode);

    /// <summary>A relationship id that nobody has.</summary>
    public long TakeRelationship() => Take(ref _lastRelationship);

    /// <summary>Its rows are in a tree from now on. What is committed may be ahead of that.</summary>
    public void Use(GraphTree tree) => Tree = tree;

    /// <summary>Ids and the fingerprint go on after what is in the tree: at the end of a recovery.</summary>
    public void GoOnFromTree()
    {
        _lastNode = Math.Max(_lastNode, Tree!.NextNode - 1);
        _lastRelationship = Math.Max(_lastRelationship, Tree.NextRelationship - 1);
        Committed = Tree.Fingerprint;
    }

    private static long Take(ref long last)
    {
        var id = Interlocked.Increment(ref last);
        if (id > 0)
        {
            return id;
        }

        Interlocked.Decrement(ref last);
        throw new StoreException(StoreError.TooLarge, "there are no more ids");
    }
}
