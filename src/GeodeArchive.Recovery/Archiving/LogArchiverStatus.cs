using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Archiving;

/// <summary>How far archiving is.</summary>
/// <param name="Archived">All before this place is durable in the archive.</param>
/// <param name="Durable">All before this place is durable in the log.</param>
/// <param name="ObjectCount">Objects stored since the start.</param>
/// <param name="FailureCount">Attempts that failed since the start.</param>
/// <param name="LastError">Why the last attempt failed; null if it did not.</param>
/// <param name="CoveredTime">When everything that had been committed was archived the last time, in nanoseconds since 1970-01-01 UTC; 0 if
/// it never was since the start.</param>
/// <param name="Stopped">Why archiving ended for good, or null: it goes on.</param>
public sealed record LogArchiverStatus(
    Lsn Archived, Lsn Durable, long ObjectCount, long FailureCount, string? LastError, long CoveredTime, LogArchiveException? Stopped)
{
    /// <summary>Bytes of records that are durable in the log only.</summary>
    public long LagSize => Durable > Archived ? Durable - Archived : 0;
}
