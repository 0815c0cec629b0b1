namespace GeodeArchive.Configuration.Toml;

/// <summary>A key of a table with its value.</summary>
/// <param name="Name">The key.</param>
/// <param name="Place">Where the key was first written.</param>
/// <param name="Value">The value.</param>
public sealed record TomlEntry(string Name, TomlPlace Place, TomlValue Value);
