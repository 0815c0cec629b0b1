using GeodeArchive.Configuration;

namespace GeodeArchive.Cli.Documents;

/// <summary>A key of the configuration.</summary>
internal sealed record SettingDocument
{
    /// <summary>The key with its tables.</summary>
    public required string Key { get; init; }

    /// <summary>What is in force, as a file has it; null if nothing is. Of a secret, only that there is one.</summary>
    public required string? Value { get; init; }

    /// <summary>Where it comes from: default, file, environment, option.</summary>
    public required string Origin { get; init; }

    /// <summary>The file, the variable or the option; null for the default.</summary>
    public required string? Name { get; init; }

    /// <summary>The line of the file; null for the others.</summary>
    public required int? Line { get; init; }

    /// <summary>The values that the key takes.</summary>
    public required string Type { get; init; }

    /// <summary>What the key does.</summary>
    public required string Description { get; init; }

    /// <summary>Describes a setting.</summary>
    public static SettingDocument From(Setting setting) => new()
    {
        Key = setting.Key.Path,
        Value = setting.Text,
        Origin = setting.Origin.Kind switch
        {
            OriginKind.File => "file",
            OriginKind.Environment => "environment",
            OriginKind.Option => "option",
            _ => "default",
        },
        Name = setting.Origin.Kind == OriginKind.Default ? null : setting.Origin.Name,
        Line = setting.Origin.Kind == OriginKind.File ? setting.Origin.Line : null,
        Type = setting.Key.Type,
        Description = setting.Key.Description,
    };
}
