using GeodeArchive.Load.Modelling;
using GeodeArchive.Load.Running;

namespace GeodeArchive.Load.Verifying;

/// <summary>Compares the rows that were found of a client with its model.</summary>
public sealed class ModelComparison(int client, Differences differences)
{
    /// <summary>Compares all graphs.</summary>
    public void Run(ClientModel model, FoundClient found)
    {
        foreach (var (name, expected) in model.Graphs)
        {
            if (found.Graphs.TryGetValue(name, out var graph))
            {
                Compare(name, "node", expected.Nodes, graph.Nodes);
                Compare(name, "relationship", expected.Relationships, graph.Relationships);
            }
            else if (expected.Nodes.Count > 0 || !ModelNames.SharedGraphs.Contains(name))
            {
                differences.Add($"client {client}: graph {name} with {expected.Nodes.Count} nodes is missing");
            }
        }

        foreach (var name in found.Graphs.Keys.Except(model.Graphs.Keys))
        {
            differences.Add($"client {client}: graph {name} should not be there");
        }
    }

    private void Compare<T>(string graph, string kind, SortedDictionary<long, T> expected, SortedDictionary<long, T> found)
        where T : class
    {
        foreach (var (number, row) in expected)
        {
            var actual = found.GetValueOrDefault(number);
            if (!row.Equals(actual))
            {
                differences.Add($"client {client}, graph {graph}, {kind} {number}: {actual?.ToString() ?? "missing"}, not {row}");
            }
        }

        foreach (var number in found.Keys.Except(expected.Keys))
        {
            differences.Add($"client {client}, graph {graph}, {kind} {number}: {found[number]}, should not be there");
        }
    }
}
