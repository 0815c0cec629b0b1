using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Tests.Database;

/// <summary>Does what chance wants in one transaction, and records it.</summary>
internal sealed class RandomTransaction(RecordedTransaction record, Transaction transaction, SeededRandom random, WorkloadShape shape)
{
    private static readonly string[] GraphNames = ["a", "b", "c"];

    private readonly bool _isBlind = random.OneIn(6);
    private readonly List<GraphView> _seen = [];

    /// <summary>Reads and changes one graph or two.</summary>
    public void Run()
    {
        var isTokenFirst = random.OneIn(2);
        if (isTokenFirst)
        {
            LeaveToken();
        }

        if (!_isBlind && random.OneIn(2))
        {
            record.Read(transaction);
        }

        for (var count = 1 + random.Next(2); count > 0; count--)
        {
            RunInGraph(GraphNames[random.Next(shape.GraphCount)]);
        }

        foreach (var view in _seen.Where(_ => !_isBlind && random.OneIn(4)))
        {
            Look(view);
        }

        if (!isTokenFirst)
        {
            LeaveToken();
        }
    }

    private void RunInGraph(string name)
    {
        var view = FindOrCreate(name);
        if (!_isBlind)
        {
            record.Read(transaction);
        }

        var isNew = record.Effects.TryGetValue(view.Id, out var effects) && effects.IsCreated;
        if (!_isBlind && random.OneIn(shape.DropOdds))
        {
            transaction.DropGraph(view.Id);
            record.Drop(view);
            _seen.Remove(view);
            if (random.OneIn(2))
            {
                return;
            }

            view = FindOrCreate(name);
            isNew = true;
        }

        if (!_seen.Contains(view))
        {
            _seen.Add(view);
        }

        for (var count = 1 + random.Next(6); count > 0; count--)
        {
            Step(view, canRead: !_isBlind || isNew);
        }
    }

    private GraphView FindOrCreate(string name)
    {
        try
        {
            return transaction.Graph(name);
        }
        catch (StoreException error) when (error.Error == StoreError.NotFound)
        {
            var view = transaction.CreateGraph(name);
            record.Change(view, effects => effects with { IsCreated = true });
            return view;
        }
    }

    /// <summary>By which the transaction is known again.</summary>
    private void LeaveToken()
    {
        var view = FindOrCreate(RecordedTransaction.TokenGraph);
        var node = new NodeRecord([], [new GraphProperty(1, PropertyValue.From(record.Token))]);
        var id = view.CreateNode(node);
        record.Change(view, effects => effects.CreateNode(id, node));
    }

    private void Step(GraphView view, bool canRead)
    {
        var nodes = canRead ? view.Nodes().ToList() : [.. record.Effects.GetValueOrDefault(view.Id, new GraphEffects("")).NewNodes];
        switch (nodes.Count == 0 ? 0 : random.Next(canRead ? nodes.Count > shape.NodeCountMax ? 8 : 14 : 2))
        {
            case 1 or 8 or 9:
                CreateRelationship(view, Pick(nodes), Pick(nodes));
                break;
            case 2 or 3:
                SetNode(view, Pick(nodes));
                break;
            case 4 or 5:
                DeleteNode(view, Pick(nodes), isDetached: random.OneIn(2));
                break;
            case 6 or 7:
                ChangeRelationship(view);
                break;
            case 10:
                Look(view);
                break;
            default:
                var node = RandomNode(view);
                var id = view.CreateNode(node);
                record.Change(view, effects => effects.CreateNode(id, node));
                break;
        }
    }

    private void SetNode(GraphView view, long id)
    {
        var seen = view.GetNode(id);
        record.Observe(view, model => Assert.Equal(model.Nodes[id], seen));
        var node = RandomNode(view);
        view.SetNode(id, random.OneIn(3) ? node = node with { Properties = seen!.Properties } : node);
        record.Change(view, effects => effects.SetNode(id, node));
    }

    private void DeleteNode(GraphView view, long id, bool isDetached)
    {
        var links = view.Relationships(id, Direction.Outgoing).Concat(view.Relationships(id, Direction.Incoming))
            .Select(found => found.Relationship).Distinct().ToList();
        record.Observe(view, model => Assert.Equal(
            model.Relationships.Where(found => found.Value.Start == id || found.Value.End == id).Select(found => found.Key), links.Order()));
        if (!isDetached && links.Count > 0)
        {
            Assert.Equal(StoreError.InUse, Assert.Throws<StoreException>(() => view.DeleteNode(id)).Error);
            return;
        }

        view.DeleteNode(id, isDetached);
        record.Change(view, effects => links.Aggregate(effects, (sum, link) => sum.DeleteRelationship(link)).DeleteNode(id));
    }

    private void CreateRelationship(GraphView view, long start, long end)
    {
        var relationship = new RelationshipRecord(Number(view, NameKind.RelationshipType, "T", 4), start, random.OneIn(6) ? start : end, RandomProperties(view));
        var id = view.CreateRelationship(relationship);
        record.Change(view, effects => effects.CreateRelationship(id, relationship));
    }

    private void ChangeRelationship(GraphView view)
    {
        var links = view.Relationships().ToList();
        if (links.Count == 0)
        {
            return;
        }

        var id = Pick(links);
        var seen = view.GetRelationship(id);
        record.Observe(view, model => Assert.Equal(model.Relationships[id], seen));
        if (random.OneIn(2))
        {
            view.DeleteRelationship(id);
            record.Change(view, effects => effects.DeleteRelationship(id));
            return;
        }

        var properties = RandomProperties(view);
        view.SetRelationship(id, properties);
        record.Change(view, effects => effects.SetRelationship(id, seen! with { Properties = properties }));
    }

    private void Look(GraphView view)
    {
        record.Read(transaction);
        var seen = GraphPicture.Of(view);
        record.Observe(view, model => Assert.Equal(GraphPicture.Of(model), seen));
    }

    private NodeRecord RandomNode(GraphView view)
    {
        var labels = new SortedSet<uint>();
        for (var count = random.Next(4); count > 0; count--)
        {
            labels.Add(Number(view, NameKind.Label, "L", 6));
        }

        return new NodeRecord([.. labels], RandomProperties(view));
    }

    private ImmutableArray<GraphProperty> RandomProperties(GraphView view)
    {
        var properties = new SortedDictionary<uint, PropertyValue>();
        for (var count = random.Next(3); count > 0; count--)
        {
            var bytes = new byte[random.OneIn(shape.LargeOdds) ? 200_000 + random.Next(400_000) : random.Next(100)];
            random.Fill(bytes);
            properties[Number(view, NameKind.PropertyKey, "K", 5)] =
                random.OneIn(3) ? PropertyValue.From((long)random.NextUInt64()) : PropertyValue.From([.. bytes]);
        }

        return [.. properties.Select(property => new GraphProperty(property.Key, property.Value))];
    }

    private uint Number(GraphView view, NameKind kind, string prefix, int count)
    {
        var name = $"{prefix}{random.Next(count)}";
        var number = view.NumberOf(kind, name);
        record.Change(view, effects => effects.WithName(kind, number, name));
        return number;
    }

    private long Pick(List<long> ids) => ids[random.Next(ids.Count)];
}
