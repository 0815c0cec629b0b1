namespace GeodeArchive.Load.Modelling;

/// <summary>One change of a transaction.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Graph">Name of the graph.</param>
/// <param name="Number">The client's number of the node or relationship.</param>
/// <param name="Node">What a node is afterwards.</param>
/// <param name="Relationship">What a relationship is afterwards; type and ends are those before.</param>
public sealed record GraphChange(
    ChangeKind Kind, string Graph, long Number = 0, ModelNode? Node = null, ModelRelationship? Relationship = null);
