using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Load.Modelling;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Load.Running;

/// <summary>Rows of the model as rows of a database, and back.</summary>
public static class RowCoding
{
    /// <summary>A client's node as the database keeps it.</summary>
    public static NodeRecord Encode(GraphView graph, int client, long number, ModelNode node) => new(
        [.. node.Labels.Select(label => graph.NumberOf(NameKind.Label, label)).Order()],
        Encode(graph, client, number, node.Properties));

    /// <summary>A client's properties as the database keeps them: with client and number.</summary>
    public static ImmutableArray<GraphProperty> Encode(GraphView graph, int client, long number, ModelProperties properties)
    {
        var owned = properties.Values
            .Add(ModelNames.ClientKey, PropertyValue.From((long)client))
            .Add(ModelNames.NumberKey, PropertyValue.From(number));
        return [.. owned
            .Select(one => new GraphProperty(graph.NumberOf(NameKind.PropertyKey, one.Key), one.Value))
            .OrderBy(property => property.Key)];
    }

    /// <summary>The labels of a node.</summary>
    public static ImmutableSortedSet<string> Labels(GraphSnapshot graph, NodeRecord node) =>
        ImmutableSortedSet.CreateRange(StringComparer.Ordinal, node.Labels.Select(label => graph.NameOf(NameKind.Label, label)));

    /// <summary>The properties of a row without client and number, which are given apart; null where they are missing.</summary>
    public static ModelProperties Decode(
        GraphSnapshot graph, ImmutableArray<GraphProperty> properties, out long? client, out long? number)
    {
        var values = ModelProperties.Empty.Values.ToBuilder();
        foreach (var property in properties)
        {
            values.Add(graph.NameOf(NameKind.PropertyKey, property.Key), property.Value);
        }

        client = Take(values, ModelNames.ClientKey);
        number = Take(values, ModelNames.NumberKey);
        return new ModelProperties(values.ToImmutable());
    }

    private static long? Take(ImmutableSortedDictionary<string, PropertyValue>.Builder values, string key)
    {
        long? found = values.TryGetValue(key, out var value) && value.Type == PropertyType.Integer ? value.AsInteger() : null;
        values.Remove(key);
        return found;
    }
}
