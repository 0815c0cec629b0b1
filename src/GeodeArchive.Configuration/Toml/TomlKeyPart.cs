namespace GeodeArchive.Configuration.Toml;

/// <summary>A part of a key.</summary>
/// <param name="Name">The part, without quotes.</param>
/// <param name="Place">Where it begins.</param>
internal readonly record struct TomlKeyPart(string Name, TomlPlace Place);
