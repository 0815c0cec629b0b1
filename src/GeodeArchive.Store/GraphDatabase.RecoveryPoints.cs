using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Store.Transactions;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Store;

/// <content>Places in the log that have a name: to which the database can be restored by it.</content>
public sealed partial class GraphDatabase
{
    private readonly HashSet<string> _committedPoints = [];

    /// <summary>The recovery points, by name: those of the lives before this one, too, up to where it left them.</summary>
    public ImmutableDictionary<string, RecoveryPoint> RecoveryPoints => _store.RecoveryPoints;

    /// <summary>Names the place after all that is committed. When this returns, it is durable.</summary>
    /// <exception cref="ArgumentException">The name is empty, has more than 255 bytes of UTF-8, or is not text.</exception>
    /// <exception cref="StoreException"><see cref="StoreError.Exists"/>; otherwise as for a commit.</exception>
    public RecoveryPoint CreateRecoveryPoint(string name)
    {
        var started = _machine.Clock.GetTimestamp();
        var batch = new LogBatch();
        batch.Add((LogRecordType)RedoType.RecoveryPoint, GraphName.Encode(name));
        WaitForRoom(started);
        var result = Append(name, batch, started);
        WaitCommitted(result);
        return new RecoveryPoint(result.Lsn, result.Xid, result.Time);
    }

    private CommitResult Append(string point, LogBatch batch, long started)
    {
        _commitGate.Enter();
        try
        {
            DemandWritable();
            if (_committedPoints.Contains(point) || RecoveryPoints.ContainsKey(point))
            {
                throw new StoreException(
                    StoreError.Exists, $"there is a recovery point {point} already", "take another name; names are not used twice");
            }

            var result = Append([], batch, started);
            _committedPoints.Add(point);
            return result;
        }
        catch (LogException error)
        {
            throw Failed(error);
        }
        finally
        {
            _commitGate.Exit();
        }
    }
}
