namespace GeodeArchive.Configuration.Toml;

/// <summary>A place in a document.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters (Unicode scalar values).</param>
public readonly record struct TomlPlace(int Line, int Column);
