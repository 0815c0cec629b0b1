namespace GeodeArchive.Backup.Comparing;

/// <summary>
/// Goes through a tree of nodes in order, and opens a node only when it is told to: two cursors pass over what both trees have in common
/// without reading it. Holds the nodes that lead to its place in memory.
/// </summary>
internal sealed class TreeCursor<TItem>
{
    private readonly Func<CursorNode, IReadOnlyList<CursorNode>> _readInner;
    private readonly Func<CursorNode, IReadOnlyList<TItem>> _readLeaf;
    private readonly Stack<(IReadOnlyList<CursorNode> Nodes, int Next)> _nodes = new();
    private IReadOnlyList<TItem> _items = [];
    private int _next;

    /// <summary>A cursor before a root.</summary>
    public TreeCursor(
        CursorNode root, Func<CursorNode, IReadOnlyList<CursorNode>> readInner, Func<CursorNode, IReadOnlyList<TItem>> readLeaf)
    {
        _readInner = readInner;
        _readLeaf = readLeaf;
        _nodes.Push(([root], 0));
    }

    /// <summary>A cursor before items that are in no tree.</summary>
    public TreeCursor(IReadOnlyList<TItem> items)
    {
        _readInner = _ => [];
        _readLeaf = _ => [];
        _items = items;
    }

    /// <summary>True before an item.</summary>
    public bool IsAtItem => _next < _items.Count;

    /// <summary>True before a node that is not open.</summary>
    public bool IsAtNode => !IsAtItem && _nodes.Count > 0;

    /// <summary>True behind everything.</summary>
    public bool IsAtEnd => !IsAtItem && _nodes.Count == 0;

    /// <summary>The item that it is before.</summary>
    public TItem Item => _items[_next];

    /// <summary>The node that it is before.</summary>
    public CursorNode Node => _nodes.Peek().Nodes[_nodes.Peek().Next];

    /// <summary>Passes over the item or node that it is before.</summary>
    public void Skip()
    {
        if (IsAtItem)
        {
            _next++;
        }
        else
        {
            TakeNode();
        }
    }

    /// <summary>Goes before what is in the node that it is before.</summary>
    public void Open()
    {
        var node = TakeNode();
        if (node.Node.Depth == 0)
        {
            _items = _readLeaf(node);
            _next = 0;
        }
        else if (_readInner(node) is { Count: > 0 } children)
        {
            _nodes.Push((children, 0));
        }
    }

    /// <summary>Passes over the nodes that two cursors are before, if they are one; else opens one of them, or both.</summary>
    public static void Meet(TreeCursor<TItem> left, TreeCursor<TItem> right)
    {
        var (ours, theirs) = (left.Node, right.Node);
        if (ours.Node == theirs.Node && ours.Amount == theirs.Amount)
        {
            left.Skip();
            right.Skip();
            return;
        }

        if (ours.Node.Depth >= theirs.Node.Depth)
        {
            left.Open();
        }

        if (theirs.Node.Depth >= ours.Node.Depth)
        {
            right.Open();
        }
    }

    private CursorNode TakeNode()
    {
        var (nodes, next) = _nodes.Pop();
        if (next + 1 < nodes.Count)
        {
            _nodes.Push((nodes, next + 1));
        }

        return nodes[next];
    }
}
