using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Tests.Database;

/// <summary>
/// A transaction and all that it did and saw, to be held against the model later, when it is known what came before it. One that commits
/// leaves its token: a node of its own in a graph that is never dropped.
/// </summary>
internal sealed class RecordedTransaction(long token, long began)
{
    public const string TokenGraph = "tokens";

    private readonly List<(GraphId Graph, GraphEffects? Effects, Action<GraphModel> Check)> _observations = [];

    /// <summary>Its own number.</summary>
    public long Token => token;

    /// <summary>When it began, in the order of all events.</summary>
    public long Began => began;

    /// <summary>When its commit was asked for; 0 if it never was.</summary>
    public long Asked { get; set; }

    /// <summary>When its commit was put in order, or refused; 0 while nobody was told.</summary>
    public long Ordered { get; set; }

    /// <summary>When its commit was acknowledged; 0 if it was not.</summary>
    public long Returned { get; set; }

    public TransactionOutcome Outcome { get; set; }

    /// <summary>What it was told where it was refused.</summary>
    public string Refusal { get; set; } = "";

    /// <summary>None if nobody was told.</summary>
    public CommitResult Result { get; set; }

    /// <summary>The last transaction in the state that it read; null if it read none.</summary>
    public Xid? Snapshot { get; private set; }

    /// <summary>What it changed.</summary>
    public ImmutableSortedDictionary<GraphId, GraphEffects> Effects { get; private set; } = ImmutableSortedDictionary<GraphId, GraphEffects>.Empty;

    /// <summary>Notes which state is read; from here on it is.</summary>
    public void Read(Transaction transaction)
    {
        var xid = transaction.Snapshot.Xid;
        Assert.Equal(xid, Snapshot ?? xid);
        Snapshot = xid;
    }

    /// <summary>Notes a step.</summary>
    public void Change(GraphView view, Func<GraphEffects, GraphEffects> step) =>
        Effects = Effects.SetItem(view.Id, step(Effects.GetValueOrDefault(view.Id, new GraphEffects(view.Name))));

    public void Drop(GraphView view) => Effects = Effects.TryGetValue(view.Id, out var effects) && effects.IsCreated
        ? Effects.Remove(view.Id)
        : Effects.SetItem(view.Id, new GraphEffects(view.Name) { IsDropped = true });

    /// <summary>Notes what was seen: <paramref name="check"/> is run with the graph as the transaction must have seen it.</summary>
    public void Observe(GraphView view, Action<GraphModel> check) => _observations.Add((view.Id, Effects.GetValueOrDefault(view.Id), check));

    /// <summary>Checks what was seen against the state that was read, with the transaction's own changes at that time.</summary>
    public void CheckObservations(DatabaseModel before)
    {
        foreach (var (id, effects, check) in _observations)
        {
            var isNew = effects is { IsCreated: true };
            Assert.True(isNew || before.Graphs.ContainsKey(id), $"graph {id} was read, and is not in the state that was read");
            var graph = isNew ? new GraphModel(effects!.Name) : before.Graphs[id];
            check(effects is null ? graph : graph.Apply(effects));
        }
    }

    /// <summary>Whether this one, which came second, and another cannot both commit where neither saw the other.</summary>
    public bool IsInConflictWith(RecordedTransaction first) =>
        Effects.Any(graph => first.Effects.TryGetValue(graph.Key, out var other) && graph.Value.IsInConflictWith(other));
}
