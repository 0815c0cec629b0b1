using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Database;

/// <summary>What a transaction did to a graph so far. Never changes: with each step there is a new one.</summary>
internal sealed record GraphEffects(string Name)
{
    public bool IsCreated { get; init; }

    public bool IsDropped { get; init; }

    public ImmutableSortedDictionary<(NameKind Kind, uint Number), string> Names { get; init; } =
        ImmutableSortedDictionary<(NameKind Kind, uint Number), string>.Empty;

    /// <summary>Nodes as they are afterwards; null: deleted.</summary>
    public ImmutableSortedDictionary<long, NodeRecord?> Nodes { get; init; } = ImmutableSortedDictionary<long, NodeRecord?>.Empty;

    /// <summary>Relationships as they are afterwards; null: deleted.</summary>
    public ImmutableSortedDictionary<long, RelationshipRecord?> Relationships { get; init; } = ImmutableSortedDictionary<long, RelationshipRecord?>.Empty;

    /// <summary>Nodes that it made.</summary>
    public ImmutableSortedSet<long> NewNodes { get; init; } = ImmutableSortedSet<long>.Empty;

    /// <summary>Relationships that it made.</summary>
    public ImmutableSortedSet<long> NewRelationships { get; init; } = ImmutableSortedSet<long>.Empty;

    /// <summary>Nodes of others that it made relationships at.</summary>
    public ImmutableSortedSet<long> Referenced { get; init; } = ImmutableSortedSet<long>.Empty;

    /// <summary>Whether it did more than name things; also if that came and went.</summary>
    public bool HasRows => IsCreated || IsDropped || Nodes.Count + Relationships.Count + NewNodes.Count + NewRelationships.Count > 0;

    public GraphEffects WithName(NameKind kind, uint number, string name) => this with { Names = Names.SetItem((kind, number), name) };

    public GraphEffects CreateNode(long id, NodeRecord node) => this with { Nodes = Nodes.Add(id, node), NewNodes = NewNodes.Add(id) };

    public GraphEffects SetNode(long id, NodeRecord node) => this with { Nodes = Nodes.SetItem(id, node) };

    public GraphEffects DeleteNode(long id) => this with { Nodes = NewNodes.Contains(id) ? Nodes.Remove(id) : Nodes.SetItem(id, null) };

    public GraphEffects CreateRelationship(long id, RelationshipRecord relationship) => this with
    {
        Relationships = Relationships.Add(id, relationship),
        NewRelationships = NewRelationships.Add(id),
        Referenced = Referenced.Union(new[] { relationship.Start, relationship.End }.Where(node => !NewNodes.Contains(node))),
    };

    public GraphEffects SetRelationship(long id, RelationshipRecord relationship) => this with { Relationships = Relationships.SetItem(id, relationship) };

    public GraphEffects DeleteRelationship(long id) => this with
    {
        Relationships = NewRelationships.Contains(id) ? Relationships.Remove(id) : Relationships.SetItem(id, null),
    };

    /// <summary>Whether two transactions of which neither saw the other cannot both commit; this one comes second.</summary>
    public bool IsInConflictWith(GraphEffects first)
    {
        var written = first.Nodes.Keys.Where(id => !first.NewNodes.Contains(id)).ToHashSet();
        var deleted = first.Nodes.Where(node => node.Value is null).Select(node => node.Key).ToHashSet();
        return first.IsDropped
            || (IsDropped && first.HasRows)
            || Nodes.Any(node => written.Contains(node.Key) || (node.Value is null && first.Referenced.Contains(node.Key)))
            || Relationships.Keys.Any(id => !NewRelationships.Contains(id) && first.Relationships.ContainsKey(id))
            || Referenced.Any(deleted.Contains);
    }
}
