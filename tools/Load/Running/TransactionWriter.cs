using GeodeArchive.Format;
using GeodeArchive.Load.Modelling;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Load.Running;

/// <summary>Makes the changes of a stream's transaction in a transaction of a database.</summary>
/// <param name="transaction">The database's; not committed here.</param>
/// <param name="client">Whose changes.</param>
/// <param name="ids">Ids of the client's rows before and after it.</param>
/// <param name="hub">Id of the hub.</param>
public sealed class TransactionWriter(Transaction transaction, int client, RowIds ids, long hub)
{
    /// <summary>Makes one change.</summary>
    public void Write(GraphChange change)
    {
        switch (change.Kind)
        {
            case ChangeKind.GraphCreated:
                transaction.CreateGraph(change.Graph);
                break;
            case ChangeKind.GraphDropped:
                transaction.DropGraph(transaction.Graph(change.Graph).Id);
                ids.Drop(change.Graph);
                break;
            case ChangeKind.NodePut:
                PutNode(transaction.Graph(change.Graph), change);
                break;
            case ChangeKind.NodeDeleted:
                transaction.Graph(change.Graph).DeleteNode(ids.Nodes[(change.Graph, change.Number)], isDetached: true);
                ids.Nodes.Remove((change.Graph, change.Number));
                break;
            case ChangeKind.RelationshipPut:
                PutRelationship(transaction.Graph(change.Graph), change);
                break;
            default:
                transaction.Graph(change.Graph).DeleteRelationship(ids.Relationships[(change.Graph, change.Number)]);
                ids.Relationships.Remove((change.Graph, change.Number));
                break;
        }
    }

    private void PutNode(GraphView graph, GraphChange change)
    {
        var row = RowCoding.Encode(graph, client, change.Number, change.Node!);
        if (ids.Nodes.TryGetValue((change.Graph, change.Number), out var id))
        {
            graph.SetNode(id, row);
        }
        else
        {
            ids.Nodes[(change.Graph, change.Number)] = graph.CreateNode(row);
        }
    }

    private void PutRelationship(GraphView graph, GraphChange change)
    {
        var relationship = change.Relationship!;
        var properties = RowCoding.Encode(graph, client, change.Number, relationship.Properties);
        if (ids.Relationships.TryGetValue((change.Graph, change.Number), out var id))
        {
            graph.SetRelationship(id, properties);
            return;
        }

        var end = relationship.End == ModelNames.HubNumber ? hub : ids.Nodes[(change.Graph, relationship.End)];
        ids.Relationships[(change.Graph, change.Number)] = graph.CreateRelationship(new RelationshipRecord(
            graph.NumberOf(NameKind.RelationshipType, relationship.Type),
            ids.Nodes[(change.Graph, relationship.Start)],
            end,
            properties));
    }
}
