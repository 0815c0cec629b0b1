namespace GeodeArchive.Load.Modelling;

/// <summary>The state of all that is one client's: in plain dictionaries, so that it is plain that it is right.</summary>
public sealed class ClientModel
{
    private readonly SortedDictionary<string, ModelGraph> _graphs = new(StringComparer.Ordinal);

    /// <summary>The state before the first transaction.</summary>
    public ClientModel()
    {
        foreach (var name in ModelNames.SharedGraphs)
        {
            _graphs.Add(name, new ModelGraph());
        }
    }

    /// <summary>Number of the last transaction.</summary>
    public long Sequence { get; set; }

    /// <summary>The client's part of the shared graphs, and its own graph if there is one.</summary>
    public IReadOnlyDictionary<string, ModelGraph> Graphs => _graphs;

    /// <summary>Makes one change.</summary>
    public void Apply(GraphChange change)
    {
        switch (change.Kind)
        {
            case ChangeKind.GraphCreated:
                _graphs.Add(change.Graph, new ModelGraph());
                break;
            case ChangeKind.GraphDropped:
                _graphs.Remove(change.Graph);
                break;
            default:
                _graphs[change.Graph].Apply(change);
                break;
        }
    }
}
