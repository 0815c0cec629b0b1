using GeodeArchive.Configuration;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>config check --json</c> prints.</summary>
internal sealed record ConfigurationDocument
{
    /// <summary>The file; null if there is none.</summary>
    public required string? File { get; init; }

    /// <summary>All keys.</summary>
    public required IReadOnlyList<SettingDocument> Settings { get; init; }

    /// <summary>What is doubtful, with its place.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Describes a configuration.</summary>
    public static ConfigurationDocument From(GeodeConfiguration configuration) => new()
    {
        File = configuration.File,
        Settings = [.. configuration.Settings.Select(SettingDocument.From)],
        Notes = configuration.Warnings,
    };
}
