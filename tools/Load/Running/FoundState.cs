using GeodeArchive.Format;
using GeodeArchive.Load.Modelling;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Load.Running;

/// <summary>All rows of a snapshot, sorted by the clients whose they are.</summary>
public sealed class FoundState
{
    private readonly SortedDictionary<int, FoundClient> _clients = [];
    private readonly List<string> _strangers = [];

    private FoundState()
    {
    }

    /// <summary>What each client has; only those that have something.</summary>
    public IReadOnlyDictionary<int, FoundClient> Clients => _clients;

    /// <summary>Rows that no client can have made, and graphs.</summary>
    public IReadOnlyList<string> Strangers => _strangers;

    /// <summary>Id of the hub; null if there is none, and so no shared graph either.</summary>
    public long? Hub { get; private set; }

    /// <summary>Reads it.</summary>
    public static FoundState Read(DatabaseSnapshot snapshot)
    {
        var state = new FoundState();
        foreach (var graph in snapshot.Graphs.Values)
        {
            var numbers = new Dictionary<long, (int Client, long Number)>();
            foreach (var id in graph.Nodes())
            {
                state.AddNode(graph, id, numbers);
            }

            foreach (var id in graph.Relationships())
            {
                state.AddRelationship(graph, id, numbers);
            }
        }

        state.AddOwnGraphs(snapshot);
        return state;
    }

    /// <summary>A client's rows; empty if it has none.</summary>
    public FoundClient Client(int client)
    {
        if (!_clients.TryGetValue(client, out var found))
        {
            _clients.Add(client, found = new FoundClient());
        }

        return found;
    }

    private static string Place(GraphSnapshot graph, string what, long id) => $"graph {graph.Name}, {what} with id {id}";

    private void AddNode(GraphSnapshot graph, long id, Dictionary<long, (int Client, long Number)> numbers)
    {
        var row = graph.GetNode(id)!;
        var labels = RowCoding.Labels(graph, row);
        var properties = RowCoding.Decode(graph, row.Properties, out var client, out var number);
        var isHub = client is null && number is null && graph.Name == ModelNames.MainGraph && labels.SequenceEqual([ModelNames.HubLabel]);
        if (isHub && Hub is null)
        {
            Hub = id;
            return;
        }

        if (client is not { } owner
            || number is not { } known
            || !Client((int)owner).TryAddNode(graph.Name, id, known, new ModelNode(labels, properties)))
        {
            _strangers.Add($"{Place(graph, "a node", id)}: nobody's, or twice there");
            return;
        }

        numbers.Add(id, ((int)owner, known));
    }

    private void AddRelationship(GraphSnapshot graph, long id, Dictionary<long, (int Client, long Number)> numbers)
    {
        var row = graph.GetRelationship(id)!;
        var properties = RowCoding.Decode(graph, row.Properties, out var client, out var number);
        if (client is not { } owner || number is not { } known)
        {
            _strangers.Add($"{Place(graph, "a relationship", id)}: nobody's");
            return;
        }

        if (NumberOf(row.Start) is not { } start || NumberOf(row.End) is not { } end)
        {
            _strangers.Add($"{Place(graph, "a relationship", id)}: an end is not there, or another client's");
            return;
        }

        var found = new ModelRelationship(graph.NameOf(NameKind.RelationshipType, row.Type), start, end, properties);
        if (!Client((int)owner).TryAddRelationship(graph.Name, id, known, found))
        {
            _strangers.Add($"{Place(graph, "a relationship", id)}: twice there");
        }

        long? NumberOf(long node) => graph.Name == ModelNames.MainGraph && node == Hub
            ? ModelNames.HubNumber
            : numbers.TryGetValue(node, out var place) && place.Client == owner ? place.Number : null;
    }

    /// <summary>Graphs may be there without rows.</summary>
    private void AddOwnGraphs(DatabaseSnapshot snapshot)
    {
        const string Prefix = "own-";
        foreach (var name in snapshot.Graphs.Values.Select(graph => graph.Name).Except(ModelNames.SharedGraphs))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name[Prefix.Length..], out var client))
            {
                Client(client).AddGraph(name);
            }
            else
            {
                _strangers.Add($"graph {name}");
            }
        }
    }
}
