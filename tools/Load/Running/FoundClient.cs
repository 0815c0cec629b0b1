using GeodeArchive.Format;
using GeodeArchive.Load.Modelling;

namespace GeodeArchive.Load.Running;

/// <summary>What a snapshot holds of a client.</summary>
public sealed class FoundClient
{
    private readonly SortedDictionary<string, ModelGraph> _graphs = new(StringComparer.Ordinal);

    /// <summary>Its rows by graph.</summary>
    public IReadOnlyDictionary<string, ModelGraph> Graphs => _graphs;

    /// <summary>Their ids.</summary>
    public RowIds Ids { get; } = new();

    /// <summary>The number of the last transaction, as the marker says; 0 without one.</summary>
    public long Sequence => _graphs.TryGetValue(ModelNames.MainGraph, out var main)
        && main.Nodes.TryGetValue(ModelNames.MarkerNumber, out var marker)
        && marker.Properties.Values.TryGetValue(ModelNames.SequenceKey, out var value)
        && value.Type == PropertyType.Integer
        ? value.AsInteger()
        : 0;

    /// <summary>Adds a graph, if it is not known.</summary>
    public ModelGraph AddGraph(string name)
    {
        if (!_graphs.TryGetValue(name, out var graph))
        {
            _graphs.Add(name, graph = new ModelGraph());
        }

        return graph;
    }

    /// <summary>Adds a node; false if its number is there.</summary>
    public bool TryAddNode(string graph, long id, long number, ModelNode node)
    {
        Ids.Nodes[(graph, number)] = id;
        return AddGraph(graph).Nodes.TryAdd(number, node);
    }

    /// <summary>Adds a relationship; false if its number is there.</summary>
    public bool TryAddRelationship(string graph, long id, long number, ModelRelationship relationship)
    {
        Ids.Relationships[(graph, number)] = id;
        return AddGraph(graph).Relationships.TryAdd(number, relationship);
    }
}
