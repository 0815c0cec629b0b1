namespace GeodeArchive.Inspect;

/// <summary>The exit codes. Part of the contract, as those of geode-archive.</summary>
public static class ExitCodes
{
    /// <summary>All files are intact.</summary>
    public const int Intact = 0;

    /// <summary>A file could not be read.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A file is damaged.</summary>
    public const int Damaged = 10;

    /// <summary>The key that was given is none, or does not open the archive.</summary>
    public const int Key = 11;

    /// <summary>A file, or what was asked for in one, does not exist.</summary>
    public const int NotFound = 12;

    /// <summary>
    /// What counts of two files' codes: damage before failures, failures before keys, keys before files that do not exist.
    /// </summary>
    public static int Worse(int left, int right) => Rank(left) >= Rank(right) ? left : right;

    private static int Rank(int code) => code switch
    {
        Damaged => 4,
        Failed => 3,
        Key => 2,
        NotFound => 1,
        _ => 0,
    };
}
