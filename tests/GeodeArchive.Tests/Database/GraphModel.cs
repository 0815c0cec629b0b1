using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Database;

/// <summary>A graph as sorted dictionaries: what a database is compared with.</summary>
internal sealed record GraphModel(string Name)
{
    public ImmutableSortedDictionary<long, NodeRecord> Nodes { get; init; } = ImmutableSortedDictionary<long, NodeRecord>.Empty;

    public ImmutableSortedDictionary<long, RelationshipRecord> Relationships { get; init; } = ImmutableSortedDictionary<long, RelationshipRecord>.Empty;

    public ImmutableSortedDictionary<(NameKind Kind, uint Number), string> Names { get; init; } =
        ImmutableSortedDictionary<(NameKind Kind, uint Number), string>.Empty;

    public long NextNode { get; init; } = 1;

    public long NextRelationship { get; init; } = 1;

    public GraphCounters Counters => new()
    {
        NextNode = NextNode,
        NextRelationship = NextRelationship,
        NextLabel = NextNumber(NameKind.Label),
        NextType = NextNumber(NameKind.RelationshipType),
        NextKey = NextNumber(NameKind.PropertyKey),
        NodeCount = Nodes.Count,
        RelationshipCount = Relationships.Count,
    };

    public GraphFingerprint Fingerprint
    {
        get
        {
            UInt128 sum = 0;
            foreach (var (id, node) in Nodes)
            {
                sum = unchecked(sum + RowDigest.Of(node).Number(1, id));
            }

            foreach (var (id, relationship) in Relationships)
            {
                sum = unchecked(sum + RowDigest.Of(relationship).Number(2, id));
            }

            foreach (var ((kind, number), name) in Names)
            {
                sum = unchecked(sum + RowDigest.NumberOfName(kind, number, name));
            }

            return new GraphFingerprint(sum);
        }
    }

    /// <summary>The graph after a transaction; fails where the transaction could not have been.</summary>
    public GraphModel Apply(GraphEffects effects)
    {
        var nodes = Nodes;
        foreach (var (id, node) in effects.Nodes)
        {
            Assert.True(nodes.ContainsKey(id) != effects.NewNodes.Contains(id), $"node {id} of {Name} is new, or is not there to be changed");
            nodes = node is null ? nodes.Remove(id) : nodes.SetItem(id, node);
        }

        var relationships = Relationships;
        foreach (var (id, relationship) in effects.Relationships)
        {
            Assert.True(relationships.ContainsKey(id) != effects.NewRelationships.Contains(id), $"relationship {id} of {Name} is new, or not there");
            relationships = relationship is null ? relationships.Remove(id) : relationships.SetItem(id, relationship);
        }

        foreach (var (id, relationship) in relationships)
        {
            Assert.True(nodes.ContainsKey(relationship.Start) && nodes.ContainsKey(relationship.End), $"relationship {id} of {Name} dangles");
        }

        var names = Names;
        foreach (var (key, name) in effects.Names)
        {
            Assert.Equal(name, names.GetValueOrDefault(key, name));
            names = names.SetItem(key, name);
        }

        Assert.Equal(names.Count, names.Select(name => (name.Key.Kind, name.Value)).Distinct().Count());
        return this with
        {
            Nodes = nodes,
            Relationships = relationships,
            Names = names,
            NextNode = Math.Max(NextNode, 1 + effects.Nodes.Where(node => node.Value is not null).Select(node => node.Key).DefaultIfEmpty().Max()),
            NextRelationship = Math.Max(
                NextRelationship, 1 + effects.Relationships.Where(found => found.Value is not null).Select(found => found.Key).DefaultIfEmpty().Max()),
        };
    }

    private long NextNumber(NameKind kind) => 1 + Names.Keys.Where(key => key.Kind == kind).Select(key => (long)key.Number).DefaultIfEmpty().Max();
}
