using GeodeArchive.Load.Modelling;

namespace GeodeArchive.Tests.Load;

/// <summary>The oracle of the load: a stream is a function of its seed, and has in it what it is meant to try.</summary>
public sealed class ClientStreamTests
{
    private const ulong Seed = 7;

    [Fact]
    public void A_stream_is_the_same_each_time_and_another_for_each_client_and_seed()
    {
        Assert.Equal(Text(Seed, 3), Text(Seed, 3));
        Assert.NotEqual(Text(Seed, 3), Text(Seed, 4));
        Assert.NotEqual(Text(Seed, 3), Text(Seed + 1, 3));

        static string Text(ulong seed, int client)
        {
            var stream = new ClientStream(seed, client);
            return string.Join('\n', Enumerable.Range(0, 50).SelectMany(_ => stream.Next().Changes).Select(change => change.ToString()));
        }
    }

    [Fact]
    public void The_marker_says_how_many_transactions_there_are()
    {
        for (var sequence = 1; sequence <= 30; sequence++)
        {
            var model = ClientStream.ModelAt(Seed, client: 1, sequence);
            var marker = model.Graphs[ModelNames.MainGraph].Nodes[ModelNames.MarkerNumber];
            Assert.Equal(sequence, marker.Properties.Values[ModelNames.SequenceKey].AsInteger());
        }
    }

    [Fact]
    public void Streams_have_all_changes_in_both_graphs_and_rows_larger_than_a_log_record()
    {
        var stream = new ClientStream(Seed, client: 0);
        var changes = Enumerable.Range(0, 2000).SelectMany(_ => stream.Next().Changes).ToList();
        foreach (var kind in Enum.GetValues<ChangeKind>())
        {
            Assert.InRange(changes.Count(change => change.Kind == kind), 10, 100_000);
        }

        foreach (var graph in (string[])[ModelNames.MainGraph, ModelNames.SideGraph, ModelNames.OwnGraph(0)])
        {
            Assert.InRange(changes.Count(change => change.Graph == graph && change.Kind == ChangeKind.NodeDeleted), 10, 100_000);
        }

        Assert.Contains(changes, change => change.Relationship?.End == ModelNames.HubNumber);
        Assert.Contains(changes, change => change.Relationship is { } link && link.Start == link.End);
        Assert.Contains(changes, change =>
            change.Node is { } node && node.Properties.Values.TryGetValue("large", out var text) && text.AsString().Length > 262_144);
    }
}
