using GeodeArchive.Configuration.Toml;

namespace GeodeArchive.Configuration.Keys;

/// <summary>Makes the failure of a value.</summary>
/// <param name="place">Where it is wrong.</param>
/// <param name="wrong">What is wrong, going on from the key: "must be a string, not an integer".</param>
/// <param name="hint">What to do; null for what the key takes.</param>
internal delegate ConfigurationException SettingFailure(TomlPlace place, string wrong, string? hint = null);
