namespace GeodeArchive.Format;

/// <summary>What was read and sent for a backup; a restore needs only the backup itself. 0 is invalid.</summary>
public enum BackupType : byte
{
    /// <summary>Every byte of the source.</summary>
    Full = 1,

    /// <summary>What changed since the newest backup of the chain.</summary>
    Incremental = 2,

    /// <summary>What changed since the full.</summary>
    Differential = 3,
}
