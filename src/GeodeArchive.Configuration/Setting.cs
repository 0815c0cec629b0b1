using GeodeArchive.Configuration.Keys;

namespace GeodeArchive.Configuration;

/// <summary>A key with what is in force, for people.</summary>
/// <param name="Key">The key.</param>
/// <param name="Text">The value as a file has it; null if there is none. Of a secret, only that there is one.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record Setting(ConfigurationKey Key, string? Text, SettingOrigin Origin);
