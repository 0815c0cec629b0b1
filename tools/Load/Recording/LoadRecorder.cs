using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Load.Recording;

/// <summary>
/// Writes down what a run does, a line at a time and at once: whoever kills the run, or cuts the power under its database, has in these
/// lines what must be there afterwards. So they go to a pipe, or to another file system. Safe for many workers.
/// </summary>
/// <remarks>
/// The lines: <c>opening</c>; <c>opened XID LSN RECOVERED</c>; <c>applied CLIENT SEQUENCE XID LSN</c>, for each client what was found when
/// the database was opened, where XID and LSN are those of the last transaction of all; <c>committed CLIENT SEQUENCE XID LSN TIME</c>;
/// <c>checkpoint</c> and <c>checkpointed</c>, before and after one; <c>point XID LSN TIME NAME</c>, a recovery point.
/// </remarks>
public sealed class LoadRecorder(Stream output, IScheduler scheduler)
{
    private readonly IGate _gate = scheduler.CreateGate();

    /// <summary>The database will be opened, and recovered.</summary>
    public void Opening() => Write("opening");

    /// <summary>It was opened.</summary>
    public void Opened(Xid xid, Lsn lsn, long recoveredCount) => Write($"opened {xid} {lsn} {recoveredCount}");

    /// <summary>What was found of a client's stream.</summary>
    public void Applied(int client, long sequence, Xid xid, Lsn lsn) => Write($"applied {client} {sequence} {xid} {lsn}");

    /// <summary>A commit returned.</summary>
    public void Committed(int client, long sequence, CommitResult commit) =>
        Write($"committed {client} {sequence} {commit.Xid} {commit.Lsn} {commit.Time}");

    /// <summary>A recovery point was made.</summary>
    public void Point(string name, RecoveryPoint point) => Write($"point {point.Xid} {point.Lsn} {point.Time} {name}");

    /// <summary>A checkpoint begins.</summary>
    public void Checkpoint() => Write("checkpoint");

    /// <summary>It has ended.</summary>
    public void Checkpointed() => Write("checkpointed");

    private void Write(string line)
    {
        // One write for a line, so that none is torn by a kill.
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        _gate.Enter();
        try
        {
            output.Write(bytes);
            output.Flush();
        }
        finally
        {
            _gate.Exit();
        }
    }
}
