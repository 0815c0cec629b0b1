namespace GeodeArchive.Backup.Restoring;

/// <summary>What a restore of a database does, one after the other.</summary>
public enum DatabaseRestoreStage
{
    /// <summary>Finds the target.</summary>
    Seeking = 1,

    /// <summary>Writes the files of the checkpoint.</summary>
    Restoring = 2,

    /// <summary>Applies the log behind it.</summary>
    Replaying = 3,

    /// <summary>Reads all rows again.</summary>
    Proving = 4,
}
