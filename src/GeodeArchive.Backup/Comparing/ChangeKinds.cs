namespace GeodeArchive.Backup.Comparing;

/// <summary>In what an entry differs between two backups.</summary>
[Flags]
public enum ChangeKinds
{
    /// <summary>In nothing.</summary>
    None = 0,

    /// <summary>Only the second backup has it.</summary>
    Added = 1,

    /// <summary>Only the first backup has it.</summary>
    Removed = 2,

    /// <summary>It is a file in one and a directory in the other, or the like.</summary>
    Type = 4,

    /// <summary>Other bytes, another target of a link, another device.</summary>
    Content = 8,

    /// <summary>Another mode, owner, group, time of change or extended attribute.</summary>
    Metadata = 16,
}
