namespace GeodeArchive.Cli.Commands;

/// <summary>What is known of the file of a backup in the archive root.</summary>
internal enum BackupFileState
{
    /// <summary>It is there, and that of the backup.</summary>
    Ok = 1,

    /// <summary>It is not there; the backup does not need it.</summary>
    Missing = 2,

    /// <summary>It fails a check, or is that of another backup; the backup does not need it.</summary>
    Damaged = 3,
}
