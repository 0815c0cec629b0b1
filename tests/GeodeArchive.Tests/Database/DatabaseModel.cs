using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Tests.Database;

/// <summary>A database as sorted dictionaries.</summary>
internal sealed record DatabaseModel(ImmutableSortedDictionary<GraphId, GraphModel> Graphs)
{
    public static DatabaseModel Empty { get; } = new(ImmutableSortedDictionary<GraphId, GraphModel>.Empty);

    /// <summary>The database after a transaction; fails where the transaction could not have been.</summary>
    public DatabaseModel Apply(ImmutableSortedDictionary<GraphId, GraphEffects> effects)
    {
        var graphs = Graphs;
        foreach (var (id, _) in effects.Where(graph => graph.Value.IsDropped))
        {
            Assert.True(graphs.ContainsKey(id), $"graph {id} was dropped, and was not there");
            graphs = graphs.Remove(id);
        }

        foreach (var (id, changes) in effects.Where(graph => !graph.Value.IsDropped))
        {
            if (changes.IsCreated)
            {
                Assert.DoesNotContain(changes.Name, graphs.Values.Select(graph => graph.Name));
                graphs = graphs.Add(id, new GraphModel(changes.Name));
            }
            else if (!graphs.ContainsKey(id) && !changes.HasRows)
            {
                // Names that were there already, of a graph that another dropped.
                continue;
            }

            Assert.True(graphs.ContainsKey(id), $"graph {id} was changed, and was not there");
            graphs = graphs.SetItem(id, graphs[id].Apply(changes));
        }

        return new DatabaseModel(graphs);
    }

    /// <summary>Checks that a state of a database is this one in every respect.</summary>
    public void Check(DatabaseSnapshot snapshot)
    {
        Assert.Equal(Graphs.Select(graph => $"{graph.Key} {graph.Value.Name}"), snapshot.Graphs.Values.OrderBy(graph => graph.Id).Select(graph => $"{graph.Id} {graph.Name}"));
        foreach (var (id, model) in Graphs)
        {
            var graph = snapshot.Graphs[id];
            Assert.Same(graph, snapshot.Find(model.Name));
            Assert.Equal(GraphPicture.Of(model), GraphPicture.Of(graph));
            Assert.Equal(model.Counters, graph.Counters);
            foreach (var ((kind, number), name) in model.Names)
            {
                Assert.Equal(name, graph.NameOf(kind, number));
                Assert.True(graph.TryGetNumber(kind, name, out var found));
                Assert.Equal(number, found);
            }

            var fingerprint = model.Fingerprint;
            Assert.Equal(fingerprint, graph.ComputeFingerprint());
            Assert.Equal(fingerprint, graph.Fingerprint);
        }
    }
}
