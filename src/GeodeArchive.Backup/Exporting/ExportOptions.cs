namespace GeodeArchive.Backup.Exporting;

/// <summary>What an export is asked to do.</summary>
public sealed record ExportOptions
{
    /// <summary>Name of the backup in its archive root.</summary>
    public required string Name { get; init; }

    /// <summary>Name of this machine, for people.</summary>
    public required string Host { get; init; }

    /// <summary>Name and version of this program, for people.</summary>
    public required string Program { get; init; }
}
