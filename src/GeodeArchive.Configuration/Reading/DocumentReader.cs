using GeodeArchive.Configuration.Keys;
using GeodeArchive.Configuration.Toml;

namespace GeodeArchive.Configuration.Reading;

/// <summary>Finds the keys of a document in the registry.</summary>
internal static class DocumentReader
{
    /// <summary>The keys with their values.</summary>
    /// <exception cref="ConfigurationException">One is unknown, or its value is not what it takes.</exception>
    public static IEnumerable<(ConfigurationKey Key, object? Value, TomlPlace Place)> Read(TomlTable document, string file) =>
        Read(document, string.Empty, file);

    private static IEnumerable<(ConfigurationKey Key, object? Value, TomlPlace Place)> Read(TomlTable table, string above, string file)
    {
        foreach (var entry in table.Entries)
        {
            var path = above + entry.Name;
            if (KeyRegistry.Find(path) is { } key)
            {
                yield return (key, key.Read(entry.Value, file), entry.Value.Place);
            }
            else if (!KeyRegistry.IsTable(path))
            {
                throw new ConfigurationException(
                    file, entry.Place.Line, entry.Place.Column, $"unknown key {TomlText.ShowKey(path)}", KeyRegistry.Suggest(path));
            }
            else if (entry.Value.Kind != TomlKind.Table)
            {
                throw new ConfigurationException(
                    file,
                    entry.Value.Place.Line,
                    entry.Value.Place.Column,
                    $"{path} must be a table, not {TomlText.NameOf(entry.Value.Kind)}",
                    $"write [{path}], and its keys on the lines after that");
            }
            else
            {
                // The depth is that of the registry.
                foreach (var found in Read(entry.Value.AsTable(), path + ".", file))
                {
                    yield return found;
                }
            }
        }
    }
}
