namespace GeodeArchive.Configuration.Values;

/// <summary>What the bearer of a token may do.</summary>
public enum TokenRole
{
    /// <summary>Read.</summary>
    Read = 1,

    /// <summary>Read and change.</summary>
    Write = 2,

    /// <summary>All, with backups, promotion and configuration.</summary>
    Admin = 3,

    /// <summary>Receive the log, as a standby does; nothing else.</summary>
    Replicate = 4,
}
