using GeodeArchive.Configuration.Toml;

namespace GeodeArchive.Configuration.Keys;

/// <summary>How values of a type are read and shown.</summary>
/// <param name="Name">What they are, in words.</param>
/// <param name="Read">Reads one; throws what the failure makes.</param>
/// <param name="Show">Shows one as it is written in a file.</param>
internal sealed record SettingType<T>(string Name, Func<TomlValue, SettingFailure, T> Read, Func<T, string> Show);
