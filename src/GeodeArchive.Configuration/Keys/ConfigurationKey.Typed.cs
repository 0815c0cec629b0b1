using GeodeArchive.Configuration.Toml;

namespace GeodeArchive.Configuration.Keys;

/// <summary>A key with the type of its values.</summary>
/// <typeparam name="T">What a value is read as.</typeparam>
public sealed class ConfigurationKey<T> : ConfigurationKey
{
    private readonly SettingType<T> _type;

    internal ConfigurationKey(string path, SettingType<T> type, T? byDefault, string description, bool isSecret = false)
        : base(path, type.Name, description, isSecret)
    {
        _type = type;
        Default = byDefault;
    }

    /// <summary>The value in force where nobody gives one; null for none.</summary>
    public T? Default { get; }

    internal override object? DefaultValue => Default;

    internal override object? Read(TomlValue value, string file) => _type.Read(value, (place, wrong, hint) =>
        new ConfigurationException(file, place.Line, place.Column, $"{Path} {wrong}", hint ?? $"{Path} takes {Type}: {Description}"));

    internal override string? Show(object? value) => value is null ? null : _type.Show((T)value);
}
