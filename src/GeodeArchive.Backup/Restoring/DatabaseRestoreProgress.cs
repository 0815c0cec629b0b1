using GeodeArchive.Backup.Reporting;
using GeodeArchive.Store.Checking;

namespace GeodeArchive.Backup.Restoring;

/// <summary>How far the restore of a database is: files, then log, then proof.</summary>
public sealed class DatabaseRestoreProgress
{
    private long _replayedSize;
    private long _replayTotal;

    /// <summary>The files of the checkpoint.</summary>
    public RunProgress Files { get; } = new();

    /// <summary>The rows that are read again.</summary>
    public StoreCheckProgress Proof { get; } = new();

    /// <summary>Bytes of log that were replayed.</summary>
    public long ReplayedSize
    {
        get => Interlocked.Read(ref _replayedSize);
        internal set => Interlocked.Exchange(ref _replayedSize, value);
    }

    /// <summary>Bytes of log to replay.</summary>
    public long ReplayTotal
    {
        get => Interlocked.Read(ref _replayTotal);
        internal set => Interlocked.Exchange(ref _replayTotal, value);
    }
}
