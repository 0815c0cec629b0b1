namespace GeodeArchive.Load.Modelling;

/// <summary>Names that the load gives to graphs, labels and properties.</summary>
public static class ModelNames
{
    /// <summary>The graph of most changes.</summary>
    public const string MainGraph = "load";

    /// <summary>Another one, so that transactions change several.</summary>
    public const string SideGraph = "side";

    /// <summary>Label of the node of <see cref="MainGraph"/> that relationships of all clients reach. Nobody changes it.</summary>
    public const string HubLabel = "Hub";

    /// <summary>Label of the node of each client that says how many of its transactions there are.</summary>
    public const string MarkerLabel = "Marker";

    /// <summary>Property of a marker: the sequence number of the client's last transaction.</summary>
    public const string SequenceKey = "sequence";

    /// <summary>Property of each row but the hub: the client whose it is.</summary>
    public const string ClientKey = "client";

    /// <summary>Property of each row but the hub: its number among those of its client and kind in its graph.</summary>
    public const string NumberKey = "number";

    /// <summary>The number that stands for the hub; it is nobody's.</summary>
    public const long HubNumber = -1;

    /// <summary>The number of a client's marker.</summary>
    public const long MarkerNumber = 0;

    /// <summary>Graphs that there are from the start, and always.</summary>
    public static IReadOnlyList<string> SharedGraphs { get; } = [MainGraph, SideGraph];

    /// <summary>Label of all nodes of a client.</summary>
    public static string ClientLabel(int client) => $"Client{client}";

    /// <summary>The graph that a client makes and drops.</summary>
    public static string OwnGraph(int client) => $"own-{client}";
}
