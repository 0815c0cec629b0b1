namespace GeodeArchive.Load;

/// <summary>The exit codes, as those of geode-archive.</summary>
public static class ExitCodes
{
    /// <summary>All is as it should be.</summary>
    public const int Done = 0;

    /// <summary>It failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The database is damaged, or not what it should be.</summary>
    public const int Damaged = 10;
}
