namespace GeodeArchive.Configuration.Keys;

/// <summary>The keys of one type of backups: <c>[backup.full]</c>, <c>[backup.incremental]</c>, <c>[backup.differential]</c>.</summary>
public sealed class BackupTypeKeys
{
    /// <summary>S-69: the base is the newest full.</summary>
    public const string LatestFull = "latest_full";

    internal BackupTypeKeys(string type, string? schedule, long retentionDays)
    {
        var table = $"backup.{type}";
        Schedule = new($"{table}.schedule", SettingTypes.Schedule, schedule, $"when a {type} backup is made");
        RetentionDays = new(
            $"{table}.retention_days",
            SettingTypes.Integer(1, 36_500),
            retentionDays,
            $"how long a {type} backup is kept; [backup.retention] comes first");
        Compression = new($"{table}.compression", SettingTypes.Compression, "zstd", $"how a {type} backup is compressed");
        ParallelWorkers = new(
            $"{table}.parallel_workers", SettingTypes.Integer(0, 256), 0,
            "number of workers; 0 for as many as keep processors and disk busy");
        BaseBackup = new(
            $"{table}.base_backup",
            SettingTypes.Text,
            LatestFull,
            "a backup of the chain that it goes on from; latest_full for the chain of the newest full");
        All = type == "full"
            ? [Schedule, RetentionDays, Compression, ParallelWorkers]
            : [Schedule, RetentionDays, Compression, ParallelWorkers, BaseBackup];
    }

    /// <summary>S-63, S-67: when such a backup is made; null for never.</summary>
    public ConfigurationKey<string> Schedule { get; }

    /// <summary>S-64, S-68.</summary>
    public ConfigurationKey<long> RetentionDays { get; }

    /// <summary>S-65.</summary>
    public ConfigurationKey<string> Compression { get; }

    /// <summary>S-66.</summary>
    public ConfigurationKey<long> ParallelWorkers { get; }

    /// <summary>S-69; no key of fulls.</summary>
    public ConfigurationKey<string> BaseBackup { get; }

    internal IReadOnlyList<ConfigurationKey> All { get; }
}
