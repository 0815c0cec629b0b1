namespace GeodeArchive.Store.Transactions;

/// <summary>What changes of a transaction mean for others: the first of two that commits wins.</summary>
internal static class ChangeSet
{
    /// <summary>What must not have been changed since the transaction began to read.</summary>
    public static IEnumerable<(RowKey Key, string What)> Checks(GraphWrites writes)
    {
        var graph = writes.Graph.Id;
        foreach (var (id, change) in writes.Nodes)
        {
            if (!change.IsNew)
            {
                yield return (new RowKey(graph, RowAspect.Node, id), "node");
                if (change.Row is null)
                {
                    yield return (new RowKey(graph, RowAspect.NodeReferences, id), "the relationships of node");
                }
            }
        }

        foreach (var (id, change) in writes.Relationships)
        {
            if (!change.IsNew)
            {
                yield return (new RowKey(graph, RowAspect.Relationship, id), "relationship");
            }
        }

        foreach (var id in writes.Referenced)
        {
            yield return (new RowKey(graph, RowAspect.NodeExistence, id), "node");
        }
    }

    /// <summary>What others can no more have read, once this is committed. What is new nobody can have read.</summary>
    public static IEnumerable<RowKey> Notes(GraphWrites writes)
    {
        var graph = writes.Graph.Id;
        foreach (var (id, change) in writes.Nodes)
        {
            if (!change.IsNew)
            {
                yield return new RowKey(graph, RowAspect.Node, id);
                if (change.Row is null)
                {
                    yield return new RowKey(graph, RowAspect.NodeExistence, id);
                }
            }
        }

        foreach (var (id, change) in writes.Relationships)
        {
            if (!change.IsNew)
            {
                yield return new RowKey(graph, RowAspect.Relationship, id);
            }
        }

        foreach (var id in writes.Referenced)
        {
            yield return new RowKey(graph, RowAspect.NodeReferences, id);
        }
    }
}
