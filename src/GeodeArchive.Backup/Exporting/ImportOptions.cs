using GeodeArchive.Codecs;

namespace GeodeArchive.Backup.Exporting;

/// <summary>How an export is taken into a repository.</summary>
public sealed record ImportOptions
{
    /// <summary>Name that the backup gets.</summary>
    public required string Name { get; init; }

    /// <summary>How chunks are compressed that the repository does not hold.</summary>
    public CompressionSettings Compression { get; init; } = CompressionSettings.Default;

    /// <summary>Name of this machine, for people.</summary>
    public required string Host { get; init; }

    /// <summary>Name and version of this program, for people.</summary>
    public required string Program { get; init; }
}
