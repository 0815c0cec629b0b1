namespace GeodeArchive.Backup.Restoring;

/// <summary>What a restore does with a path.</summary>
public enum RestoreAction
{
    /// <summary>It is made, replaced, or gets other metadata.</summary>
    Write = 1,

    /// <summary>It is removed.</summary>
    Remove = 2,

    /// <summary>It is as it should be.</summary>
    Keep = 3,
}
