using GeodeArchive.Format;
using GeodeArchive.Store;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Tests.Database;

/// <summary>
/// All transactions that were tried and all states that were shown: the oracle of crash tests. What is found in a database settles what was
/// open, and is where the history goes on from.
/// </summary>
internal sealed class DatabaseHistory
{
    private readonly List<RecordedTransaction> _open;
    private readonly List<(Xid Xid, long Time, Dictionary<GraphId, List<string>> Graphs)> _shown;
    private readonly HashSet<long> _kept;
    private DatabaseModel _base = DatabaseModel.Empty;
    private Xid _baseXid = Xid.None;
    private long _lastToken;
    private long _time;

    public DatabaseHistory()
    {
        _open = [];
        _shown = [];
        _kept = [];
    }

    private DatabaseHistory(DatabaseHistory original)
    {
        _open = [.. original._open];
        _shown = [.. original._shown];
        _kept = [.. original._kept];
        (_base, _baseXid, _lastToken, _time) = (original._base, original._baseXid, original._lastToken, original._time);
    }

    /// <summary>Whether a database was reported as made.</summary>
    public bool IsCreated { get; set; }

    /// <summary>Acknowledged transactions, since the history began.</summary>
    public int AcknowledgedCount { get; private set; }

    /// <summary>Transactions of which it had to be found out whether they are there.</summary>
    public int UnknownCount { get; private set; }

    public int ConflictCount { get; private set; }

    /// <summary>The database as it was found last.</summary>
    public DatabaseModel Last => _base;

    /// <summary>The same history, to go on with in another way.</summary>
    public DatabaseHistory Clone() => new(this) { IsCreated = IsCreated };

    /// <summary>The next moment.</summary>
    public long Now() => Interlocked.Increment(ref _time);

    public RecordedTransaction Begin()
    {
        lock (_open)
        {
            var record = new RecordedTransaction(++_lastToken, Now());
            _open.Add(record);
            return record;
        }
    }

    /// <summary>Notes what somebody was shown.</summary>
    public void NoteShown(DatabaseSnapshot snapshot, long began)
    {
        var graphs = snapshot.Graphs.ToDictionary(graph => graph.Key, graph => GraphPicture.Of(graph.Value));
        foreach (var graph in snapshot.Graphs.Values)
        {
            Assert.Equal(graph.Fingerprint, graph.ComputeFingerprint());
        }

        lock (_open)
        {
            _shown.Add((snapshot.Xid, began, graphs));
        }
    }

    /// <summary>
    /// Checks a database in which nothing runs: every acknowledged transaction is there, and what was shown; nothing is half there, or was
    /// refused, or never tried; and it is what the model says in every respect.
    /// </summary>
    public void Settle(GraphDatabase database)
    {
        var snapshot = database.OpenSnapshot();
        try
        {
            Assert.Equal(database.AppliedXid, snapshot.Xid);
            var found = TokensIn(snapshot);
            Assert.Superset(_kept, found);
            var there = _open.Where(record => found.Remove(record.Token) && !_kept.Contains(record.Token)).ToList();
            found.ExceptWith(_kept);
            Assert.Empty(found);
            CheckOutcomes(there, snapshot.Xid);
            var states = FindOrder(there, snapshot);
            CheckShown(states);
            IsolationCheck.Run(_open, there);
            Assert.All(_open.Where(record => record.Snapshot is not null), record => record.CheckObservations(states[record.Snapshot!.Value]));
            Count();
            _kept.UnionWith(there.Select(record => record.Token));
            (_base, _baseXid) = (states[snapshot.Xid], snapshot.Xid);
            _open.Clear();
            _shown.Clear();
        }
        finally
        {
            snapshot.Release();
        }
    }

    private static HashSet<long> TokensIn(DatabaseSnapshot snapshot)
    {
        var graph = snapshot.Find(RecordedTransaction.TokenGraph);
        return graph?.Nodes().Select(id => graph.GetNode(id)!.Properties[0].Value.AsInteger()).ToHashSet() ?? [];
    }

    private void Count()
    {
        AcknowledgedCount += _open.Count(record => record.Outcome == TransactionOutcome.Acknowledged);
        UnknownCount += _open.Count(record => record.Outcome == TransactionOutcome.Unknown);
        ConflictCount += _open.Count(record => record.Outcome == TransactionOutcome.Conflict);
    }

    private void CheckOutcomes(List<RecordedTransaction> there, Xid last)
    {
        foreach (var record in _open)
        {
            var isThere = there.Contains(record);
            switch (record.Outcome)
            {
                case TransactionOutcome.Acknowledged:
                    Assert.True(isThere, $"transaction {record.Result.Xid} was acknowledged and is lost; the last is {last}");
                    break;
                case TransactionOutcome.Appended:
                    Assert.True(isThere == record.Result.Xid <= last, $"transaction {record.Result.Xid} is {(isThere ? "" : "not ")}there; the last is {last}");
                    break;
                case TransactionOutcome.Unknown:
                    break;
                default:
                    Assert.False(isThere, $"transaction with token {record.Token} is there and was told: {record.Outcome}");
                    break;
            }
        }
    }

    /// <summary>
    /// The states from the one that the history went on from to the one that is found. The order of those whose number nobody was told is any
    /// that makes it.
    /// </summary>
    private SortedDictionary<Xid, DatabaseModel> FindOrder(List<RecordedTransaction> there, DatabaseSnapshot snapshot)
    {
        var known = there.Where(record => record.Result.Xid != Xid.None).ToDictionary(record => record.Result.Xid);
        var unknown = there.Where(record => record.Result.Xid == Xid.None).ToList();
        Assert.Equal(snapshot.Xid.Value - _baseXid.Value, (ulong)there.Count);
        Assert.InRange(unknown.Count, 0, 6);
        Exception? failure = null;
        foreach (var order in Permutations(unknown))
        {
            try
            {
                var states = Replay(known, new Queue<RecordedTransaction>(order), snapshot.Xid);
                states[snapshot.Xid].Check(snapshot);
                return states;
            }
            catch (Exception error) when (error is Xunit.Sdk.XunitException or ArgumentException)
            {
                failure = error;
            }
        }

        throw new Xunit.Sdk.XunitException($"no order of {there.Count} transactions, {unknown.Count} of them unknown, makes what is found: {failure?.Message}", failure);
    }

    private SortedDictionary<Xid, DatabaseModel> Replay(
        Dictionary<Xid, RecordedTransaction> known, Queue<RecordedTransaction> unknown, Xid last)
    {
        var states = new SortedDictionary<Xid, DatabaseModel> { [_baseXid] = _base };
        var lsn = Lsn.Zero;
        for (var xid = _baseXid.Next; xid <= last; xid = xid.Next)
        {
            if (known.TryGetValue(xid, out var record))
            {
                Assert.True(record.Result.Lsn > lsn, $"transaction {xid} ends at {record.Result.Lsn}, the one before it at {lsn}");
                lsn = record.Result.Lsn;
            }
            else
            {
                record = unknown.Dequeue();
            }

            states[xid] = states[new Xid(xid.Value - 1)].Apply(record.Effects);
        }

        return states;
    }

    private void CheckShown(SortedDictionary<Xid, DatabaseModel> states)
    {
        foreach (var (xid, _, graphs) in _shown)
        {
            Assert.True(states.TryGetValue(xid, out var state), $"transaction {xid} was shown and is lost");
            Assert.Equal(state.Graphs.Keys, graphs.Keys.Order());
            foreach (var (id, lines) in graphs)
            {
                Assert.Equal(GraphPicture.Of(state.Graphs[id]), lines);
            }
        }

        foreach (var record in _open.Where(record => record.Snapshot is not null))
        {
            Assert.True(states.ContainsKey(record.Snapshot!.Value), $"transaction {record.Snapshot} was read and is lost");
        }

        foreach (var acknowledged in _open.Where(record => record.Returned > 0))
        {
            Assert.All(_shown, shown => Assert.True(
                shown.Time < acknowledged.Returned || shown.Xid >= acknowledged.Result.Xid, "a snapshot misses what was acknowledged before it"));
        }
    }

    private static IEnumerable<IReadOnlyList<RecordedTransaction>> Permutations(List<RecordedTransaction> items)
    {
        if (items.Count == 0)
        {
            yield return [];
            yield break;
        }

        foreach (var first in items)
        {
            foreach (var rest in Permutations([.. items.Where(item => item != first)]))
            {
                yield return [first, .. rest];
            }
        }
    }
}
