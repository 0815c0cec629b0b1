namespace GeodeArchive.Load.Modelling;

/// <summary>What a client has in a graph.</summary>
public sealed class ModelGraph
{
    /// <summary>Nodes by number.</summary>
    public SortedDictionary<long, ModelNode> Nodes { get; } = [];

    /// <summary>Relationships by number.</summary>
    public SortedDictionary<long, ModelRelationship> Relationships { get; } = [];

    /// <summary>The number of the last node that was made, there or not.</summary>
    public long LastNode { get; private set; }

    /// <summary>The number of the last relationship that was made, there or not.</summary>
    public long LastRelationship { get; private set; }

    /// <summary>Makes one change.</summary>
    public void Apply(GraphChange change)
    {
        switch (change.Kind)
        {
            case ChangeKind.NodePut:
                Nodes[change.Number] = change.Node!;
                LastNode = Math.Max(LastNode, change.Number);
                break;
            case ChangeKind.NodeDeleted:
                Nodes.Remove(change.Number);
                foreach (var number in RelationshipsAt(change.Number))
                {
                    Relationships.Remove(number);
                }

                break;
            case ChangeKind.RelationshipPut:
                Relationships[change.Number] = change.Relationship!;
                LastRelationship = Math.Max(LastRelationship, change.Number);
                break;
            case ChangeKind.RelationshipDeleted:
                Relationships.Remove(change.Number);
                break;
            default:
                throw new InvalidOperationException($"{change.Kind} is no change of rows");
        }
    }

    private List<long> RelationshipsAt(long node) =>
        [.. Relationships.Where(entry => entry.Value.Start == node || entry.Value.End == node).Select(entry => entry.Key)];
}
