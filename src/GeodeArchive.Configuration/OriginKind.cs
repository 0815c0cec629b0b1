namespace GeodeArchive.Configuration;

/// <summary>Where a value can come from; a later one goes before an earlier.</summary>
public enum OriginKind
{
    /// <summary>Nobody gave one.</summary>
    Default = 1,

    /// <summary>The file.</summary>
    File = 2,

    /// <summary>A variable of the environment.</summary>
    Environment = 3,

    /// <summary>An option of the command line.</summary>
    Option = 4,
}
