using GeodeArchive.Format;
using GeodeArchive.Load.Modelling;
using GeodeArchive.Load.Recording;
using GeodeArchive.Load.Running;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Load.Verifying;

/// <summary>Compares a state of a database with what the streams say it must be.</summary>
public sealed class StateVerification
{
    private readonly ulong _seed;
    private readonly int _clientCount;
    private readonly ClientStream[] _streams;
    private Xid _lastXid;

    /// <summary>For the streams of a seed.</summary>
    public StateVerification(ulong seed, int clientCount)
    {
        _seed = seed;
        _clientCount = clientCount;
        _streams = [.. Enumerable.Range(0, clientCount).Select(client => new ClientStream(seed, client))];
    }

    /// <summary>What is not as it should be.</summary>
    public Differences Differences { get; } = new();

    /// <summary>Transactions that were found, of all clients.</summary>
    public long AppliedCount { get; private set; }

    /// <summary>Those of them that no line of the record says; at most one for each client.</summary>
    public long UnacknowledgedCount { get; private set; }

    /// <summary>Rows that were compared.</summary>
    public long RowCount { get; private set; }

    /// <summary>
    /// After a run was cut short: all that was acknowledged is there, at most one transaction of each client that was not, and the state is
    /// exactly that.
    /// </summary>
    public void VerifyRecovered(DatabaseSnapshot snapshot, LoadRecord record)
    {
        if (snapshot.Xid < record.LastXid || snapshot.Lsn < record.LastLsn)
        {
            Differences.Add(
                $"the last transaction is {snapshot.Xid} at {snapshot.Lsn}, acknowledged was {record.LastXid} at {record.LastLsn}");
        }

        Verify(snapshot, (client, found) =>
        {
            var last = record.LastOf(client);
            UnacknowledgedCount += found - last;
            if (found < last || found > last + 1)
            {
                Differences.Add($"client {client}: {found} transactions are there, {last} were acknowledged");
            }
        });
    }

    /// <summary>A state in the middle of a run: each client's transactions up to one that is known, and exactly those.</summary>
    /// <param name="snapshot">The state.</param>
    /// <param name="lastOf">The last transaction of each client.</param>
    public void VerifyExactly(DatabaseSnapshot snapshot, Func<int, long> lastOf) => Verify(
        snapshot, (client, found) => Differences.Expect(lastOf(client), found, $"transactions of client {client}"));

    /// <summary>
    /// A state in the middle of a run, of which is known only that it is not older than the one before: cheap to go on with.
    /// </summary>
    public void VerifyNext(DatabaseSnapshot snapshot)
    {
        if (snapshot.Xid < _lastXid)
        {
            Differences.Add($"the last transaction is {snapshot.Xid}, {_lastXid} was seen before");
        }

        _lastXid = snapshot.Xid;
        Verify(snapshot, (client, found) =>
        {
            if (found < _streams[client].Model.Sequence)
            {
                Differences.Add($"client {client}: {found} transactions are there, {_streams[client].Model.Sequence} were seen before");
            }
        });
    }

    private void Verify(DatabaseSnapshot snapshot, Action<int, long> checkSequence)
    {
        var found = FoundState.Read(snapshot);
        foreach (var stranger in found.Strangers)
        {
            Differences.Add(stranger);
        }

        foreach (var client in found.Clients.Keys.Where(client => client < 0 || client >= _clientCount))
        {
            Differences.Add($"client {client} has rows, and should not be there");
        }

        for (var client = 0; client < _clientCount; client++)
        {
            var rows = found.Client(client);
            var differencesBefore = Differences.Count;
            checkSequence(client, rows.Sequence);
            if (Differences.Count == differencesBefore)
            {
                new ModelComparison(client, Differences).Run(ModelAt(client, rows.Sequence), rows);
            }

            AppliedCount += rows.Sequence;
            RowCount += rows.Graphs.Values.Sum(graph => graph.Nodes.Count + graph.Relationships.Count);
        }

        foreach (var graph in snapshot.Graphs.Values)
        {
            IndexComparison.Run(graph, Differences);
        }

        if (found.Hub is null && (AppliedCount > 0 || snapshot.Graphs.Count > 0))
        {
            Differences.Add("the hub is missing");
        }
    }

    private ClientModel ModelAt(int client, long sequence)
    {
        if (sequence < _streams[client].Model.Sequence)
        {
            _streams[client] = new ClientStream(_seed, client);
        }

        _streams[client].SkipTo(sequence);
        return _streams[client].Model;
    }
}
