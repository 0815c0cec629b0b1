namespace GeodeArchive.Backup.Restoring;

/// <summary>How a file is restored.</summary>
internal enum RestoreWay
{
    /// <summary>It is not there and is made.</summary>
    Make = 1,

    /// <summary>It was made, empty, so that it could be given its other names.</summary>
    Fill = 2,

    /// <summary>One is there: it is replaced if it differs.</summary>
    Update = 3,

    /// <summary>One is there, under other names, too: it is replaced whether or not it differs.</summary>
    Replace = 4,
}
