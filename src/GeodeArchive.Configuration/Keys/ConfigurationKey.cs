using GeodeArchive.Configuration.Toml;

namespace GeodeArchive.Configuration.Keys;

/// <summary>A key that the configuration can have.</summary>
public abstract class ConfigurationKey
{
    private protected ConfigurationKey(string path, string type, string description, bool isSecret)
    {
        Path = path;
        Type = type;
        Description = description;
        IsSecret = isSecret;
    }

    /// <summary>The key with its tables: "backup.full.schedule".</summary>
    public string Path { get; }

    /// <summary>What values it takes, in words: "an integer from 1 to 65535".</summary>
    public string Type { get; }

    /// <summary>What it does.</summary>
    public string Description { get; }

    /// <summary>Whether its value is never shown.</summary>
    public bool IsSecret { get; }

    /// <summary>The value in force where nobody gives one.</summary>
    internal abstract object? DefaultValue { get; }

    /// <summary>Reads a value.</summary>
    /// <exception cref="ConfigurationException">It is not one that the key takes.</exception>
    internal abstract object? Read(TomlValue value, string file);

    /// <summary>A value as it is written in a file; null for none.</summary>
    internal abstract string? Show(object? value);
}
