using GeodeArchive.Load.Verifying;
using GeodeArchive.Store;

namespace GeodeArchive.Load.Running;

/// <summary>
/// Takes snapshots beside the clients: each must be a state that the streams have been in, whole, and none older than the last.
/// </summary>
public sealed class LoadReader(GraphDatabase database, ulong seed, int clientCount)
{
    private readonly StateVerification _verification = new(seed, clientCount);

    /// <summary>Reads and compares one.</summary>
    /// <exception cref="LoadMismatchException">It is no such state.</exception>
    public void Step()
    {
        var snapshot = database.OpenSnapshot();
        try
        {
            _verification.VerifyNext(snapshot);
        }
        finally
        {
            snapshot.Release();
        }

        if (_verification.Differences.Count > 0)
        {
            throw new LoadMismatchException(
                $"the state at transaction {snapshot.Xid}: {string.Join("; ", _verification.Differences.Kept)}");
        }
    }
}
