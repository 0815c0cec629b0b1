namespace GeodeArchive.Configuration.Keys;

/// <summary>All keys that there are.</summary>
public static class KeyRegistry
{
    /// <summary>All keys, those of a table together.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } =
        [.. ServerKeys.All, .. WalKeys.All, .. BackupKeys.All, .. RetentionKeys.All, .. StorageKeys.All, .. ReplicationKeys.All];

    private static Dictionary<string, ConfigurationKey> ByPath { get; } = All.ToDictionary(key => key.Path);

    private static HashSet<string> Tables { get; } = [.. All.SelectMany(key => TablesOf(key.Path))];

    /// <summary>The key of a path; null if there is none.</summary>
    public static ConfigurationKey? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>Whether there are keys in a table of that path.</summary>
    internal static bool IsTable(string path) => Tables.Contains(path);

    /// <summary>What may have been meant by a path that nobody knows.</summary>
    internal static string Suggest(string path)
    {
        var known = ByPath.Keys.Concat(Tables);
        var name = path[(path.LastIndexOf('.') + 1)..];
        var elsewhere = ByPath.Keys.FirstOrDefault(key => key.EndsWith("." + name, StringComparison.Ordinal));
        return Nearest.Hint(path, known)
            ?? (elsewhere is null ? null : $"did you mean {elsewhere}?")
            ?? "geode-archive config check without a file shows all keys";
    }

    private static IEnumerable<string> TablesOf(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1))
        {
            yield return path[..dot];
        }
    }
}
