namespace GeodeArchive.Configuration.Keys;

/// <summary><c>[backup.retention]</c>: S-105 to S-110.</summary>
public static class RetentionKeys
{
    /// <summary>S-105; null: that of <c>[backup.full]</c> (A-10).</summary>
    public static ConfigurationKey<long?> FullRetentionDays { get; } = Days("full_retention_days", "full");

    /// <summary>S-106.</summary>
    public static ConfigurationKey<long> FullMinCount { get; } = new(
        "backup.retention.full_min_count", SettingTypes.Integer(0, 100_000), 1,
        "so many of the newest fulls are kept, however old they are");

    /// <summary>S-107; null: that of <c>[backup.incremental]</c>.</summary>
    public static ConfigurationKey<long?> IncrementalRetentionDays { get; } = Days("incremental_retention_days", "incremental");

    /// <summary>Null: that of <c>[backup.differential]</c>.</summary>
    public static ConfigurationKey<long?> DifferentialRetentionDays { get; } = Days("differential_retention_days", "differential");

    /// <summary>S-108.</summary>
    public static ConfigurationKey<long> WalRetentionDays { get; } = new(
        "backup.retention.wal_retention_days", SettingTypes.Integer(1, 36_500), 14, "how long archived log is kept");

    /// <summary>S-109.</summary>
    public static ConfigurationKey<bool> AutoCleanup { get; } = new(
        "backup.retention.auto_cleanup", SettingTypes.Boolean, false, "removes what is older by the schedule");

    /// <summary>S-110.</summary>
    public static ConfigurationKey<string> CleanupSchedule { get; } = new(
        "backup.retention.cleanup_schedule", SettingTypes.Schedule, "0 4 * * *", "when what is older is removed");

    internal static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        FullRetentionDays, FullMinCount, IncrementalRetentionDays, DifferentialRetentionDays, WalRetentionDays, AutoCleanup,
        CleanupSchedule,
    ];

    private static ConfigurationKey<long?> Days(string name, string type)
    {
        var days = SettingTypes.Integer(1, 36_500);
        return new ConfigurationKey<long?>(
            $"backup.retention.{name}",
            new SettingType<long?>(days.Name, (value, fail) => days.Read(value, fail), value => days.Show(value!.Value)),
            null,
            $"how long a {type} backup is kept; without it, backup.{type}.retention_days");
    }
}
