namespace GeodeArchive.Backup.Restoring;

/// <summary>What a restore did, written by its workers.</summary>
internal sealed class RestoreCounts
{
    private long _kept;

    /// <summary>Entries that were in the target already.</summary>
    public long Kept => Interlocked.Read(ref _kept);

    /// <summary>Entries that were removed. Written by the walker.</summary>
    public long Removed { get; set; }

    public void AddKept() => Interlocked.Increment(ref _kept);
}
