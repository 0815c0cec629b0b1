namespace GeodeArchive.Store.Transactions;

/// <summary>What changes of a transaction mean for others: the first of two that commits wins.</summary>
internal static class ChangeSet
{
    /// <summary>What must not have been changed since the transaction began to read.</summary>
    public static IEnumerable<(RowKey Key, string What)> Checks(GraphWrites writes)
    {
        var graph = writes.Graph.Id;
        for (var index = 0; index < writes.Nodes.Count; index++)
        {
            var change = writes.Nodes.At(index);
            if (!change.IsNew)
            {
                yield return (new RowKey(graph, RowAspect.Node, change.Id), "node");
                if (change.Row is null)
                {
                    yield return (new RowKey(graph, RowAspect.NodeReferences, change.Id), "the relationships of node");
                }
            }
        }

        for (var index = 0; index < writes.Relationships.Count; index++)
        {
            if (!writes.Relationships.At(index).IsNew)
            {
                yield return (new RowKey(graph, RowAspect.Relationship, writes.Relationships.At(index).Id), "relationship");
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
        for (var index = 0; index < writes.Nodes.Count; index++)
        {
            var change = writes.Nodes.At(index);
            if (!change.IsNew)
            {
                yield return new RowKey(graph, RowAspect.Node, change.Id);
                if (change.Row is null)
                {
                    yield return new RowKey(graph, RowAspect.NodeExistence, change.Id);
                }
            }
        }

        for (var index = 0; index < writes.Relationships.Count; index++)
        {
            if (!writes.Relationships.At(index).IsNew)
            {
                yield return new RowKey(graph, RowAspect.Relationship, writes.Relationships.At(index).Id);
            }
        }

        foreach (var id in writes.Referenced)
        {
            yield return new RowKey(graph, RowAspect.NodeReferences, id);
        }
    }
}
