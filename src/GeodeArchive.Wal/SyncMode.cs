namespace GeodeArchive.Wal;

/// <summary>How the log is made durable: <c>wal.sync_mode</c>.</summary>
public enum SyncMode
{
    /// <summary>fsync after the write.</summary>
    Fsync = 1,

    /// <summary>fdatasync after the write; enough, because segments have their whole size from the start.</summary>
    Fdatasync = 2,

    /// <summary>Writes that are durable when they return (O_DSYNC).</summary>
    OpenDatasync = 3,

    /// <summary>Not at all: a power cut loses what was acknowledged. For data that can be loaded again.</summary>
    None = 4,
}
