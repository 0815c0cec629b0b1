using GeodeArchive.Load.Modelling;
using GeodeArchive.Load.Recording;
using GeodeArchive.Load.Verifying;
using GeodeArchive.Store;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Load.Running;

/// <summary>Commits the transactions of a stream, one after the other, and writes down each that was acknowledged.</summary>
public sealed class LoadClient
{
    // A snapshot is not for nothing: now and then is enough.
    private const int SeenEvery = 16;

    private readonly GraphDatabase _database;
    private readonly LoadRecorder _recorder;
    private readonly ClientStream _stream;
    private readonly int _client;
    private readonly long _hub;
    private RowIds _ids;

    /// <summary>A client that goes on from what was found.</summary>
    public LoadClient(GraphDatabase database, LoadRecorder recorder, ulong seed, int client, FoundState found)
    {
        _database = database;
        _recorder = recorder;
        _client = client;
        _hub = found.Hub ?? throw new InvalidOperationException("There is no hub.");
        _stream = new ClientStream(seed, client);
        _stream.SkipTo(found.Client(client).Sequence);
        _ids = found.Client(client).Ids;
    }

    /// <summary>Transactions that had to be tried again.</summary>
    public long RetryCount { get; private set; }

    /// <summary>Commits the next transaction.</summary>
    /// <exception cref="StoreException">It failed; whether it is there is known at the next start.</exception>
    /// <exception cref="LoadMismatchException">It was acknowledged, and who reads now does not see it.</exception>
    public void Step()
    {
        var next = _stream.Next();
        CommitResult commit;
        while (!TryCommit(next, out commit))
        {
            RetryCount++;
        }

        _recorder.Committed(_client, next.Sequence, commit);
        _ids.Prune(_stream.Model);
        if (next.Sequence % SeenEvery == 0)
        {
            DemandSeen(commit);
        }
    }

    private void DemandSeen(CommitResult commit)
    {
        var snapshot = _database.OpenSnapshot();
        snapshot.Release();
        if (snapshot.Xid < commit.Xid || snapshot.Lsn < commit.Lsn)
        {
            throw new LoadMismatchException(
                $"transaction {commit.Xid} at {commit.Lsn} was acknowledged, a snapshot after it is at {snapshot.Xid}, {snapshot.Lsn}");
        }
    }

    private bool TryCommit(LoadTransaction next, out CommitResult commit)
    {
        var ids = _ids.Copy();
        using var transaction = _database.Begin();
        var writer = new TransactionWriter(transaction, _client, ids, _hub);
        foreach (var change in next.Changes)
        {
            writer.Write(change);
        }

        try
        {
            commit = transaction.Commit();
        }
        catch (StoreException error) when (error.Error is StoreError.Conflict)
        {
            commit = default;
            return false;
        }

        _ids = ids;
        return true;
    }
}
