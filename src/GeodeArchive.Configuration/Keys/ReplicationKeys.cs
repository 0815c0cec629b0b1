using GeodeArchive.Io.Files;

namespace GeodeArchive.Configuration.Keys;

/// <summary><c>[replication]</c> and <c>[failover]</c>: S-98 to S-104.</summary>
public static class ReplicationKeys
{
    /// <summary>S-98.</summary>
    public static ConfigurationKey<bool> StreamingEnabled { get; } = new(
        "replication.streaming.enabled", SettingTypes.Boolean, false, "receives the log of a primary");

    /// <summary>S-99.</summary>
    public static ConfigurationKey<string> PrimaryHost { get; } = new(
        "replication.streaming.primary_host", SettingTypes.Text, null, "the host of the primary");

    /// <summary>S-100.</summary>
    public static ConfigurationKey<long> PrimaryPort { get; } = new(
        "replication.streaming.primary_port", SettingTypes.Integer(1, ushort.MaxValue), 7687,
        "the port that the primary sends its log from");

    /// <summary>S-101.</summary>
    public static ConfigurationKey<FilePath?> ReceiveDirectory { get; } = new(
        "replication.wal.receive_directory", SettingTypes.Path, FilePath.From("/var/lib/geode/wal_receive"), "where received log is kept");

    /// <summary>S-102.</summary>
    public static ConfigurationKey<long> ApplyDelaySeconds { get; } = new(
        "replication.wal.apply_delay_seconds",
        SettingTypes.Integer(0, 30 * 86_400),
        0,
        "how much later than on the primary a change is made here, as a protection against mistakes");

    /// <summary>S-103.</summary>
    public static ConfigurationKey<bool> AutoPromote { get; } = new(
        "failover.auto_promote", SettingTypes.Boolean, false, "becomes the primary when that is lost");

    /// <summary>S-104.</summary>
    public static ConfigurationKey<FilePath?> PromotionCommand { get; } = new(
        "failover.promotion_command", SettingTypes.Path, null, "a program that is run by a promotion");

    internal static IReadOnlyList<ConfigurationKey> All { get; } =
        [StreamingEnabled, PrimaryHost, PrimaryPort, ReceiveDirectory, ApplyDelaySeconds, AutoPromote, PromotionCommand];
}
