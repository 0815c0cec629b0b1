using GeodeArchive.Io.Files;

namespace GeodeArchive.Configuration.Keys;

/// <summary><c>[wal]</c> with archiving: S-70 to S-81.</summary>
public static class WalKeys
{
    /// <summary>S-70.</summary>
    public static ConfigurationKey<bool> Enabled { get; } = new(
        "wal.enabled", SettingTypes.Boolean, true, "the write-ahead log; cannot be false");

    /// <summary>S-71.</summary>
    public static ConfigurationKey<FilePath?> Directory { get; } = new(
        "wal.directory", SettingTypes.Path, null, "where the log is; without it, wal in the data directory");

    /// <summary>S-72.</summary>
    public static ConfigurationKey<long> MaxSizeMb { get; } = new(
        "wal.max_size_mb", SettingTypes.Integer(256, 1 << 24), 1024, "the most that the log takes, in MiB");

    /// <summary>S-73.</summary>
    public static ConfigurationKey<string> SyncMode { get; } = new(
        "wal.sync_mode",
        SettingTypes.Choice("fsync", "fdatasync", "open_datasync", "none"),
        "fdatasync",
        "how the log is made durable; geode-archive wal calibrate says which is fastest; none loses what was acknowledged in a power cut");

    /// <summary>How long a commit waits for room in the log.</summary>
    public static ConfigurationKey<long> CommitTimeoutSeconds { get; } = new(
        "wal.commit_timeout_seconds", SettingTypes.Integer(1, 3600), 30, "how long a commit waits for room in the log before it fails");

    /// <summary>S-74.</summary>
    public static ConfigurationKey<bool> ArchivingEnabled { get; } = new(
        "wal.archiving.enabled", SettingTypes.Boolean, false, "archives the log");

    /// <summary>S-75.</summary>
    public static ConfigurationKey<FilePath?> ArchivingDestination { get; } = new(
        "wal.archiving.destination", SettingTypes.Path, null, "the directory that the log is archived to");

    /// <summary>S-76.</summary>
    public static ConfigurationKey<string> ArchivingCompression { get; } = new(
        "wal.archiving.compression", SettingTypes.Compression, "zstd", "how archived log is compressed");

    /// <summary>S-77.</summary>
    public static ConfigurationKey<bool> RemoteEnabled { get; } = new(
        "wal.archiving.remote.enabled", SettingTypes.Boolean, false, "archives the log to an object store, too");

    /// <summary>S-78.</summary>
    public static ConfigurationKey<string> RemoteType { get; } = new(
        "wal.archiving.remote.type", SettingTypes.Choice("s3", "gcs", "azure"), null, "the kind of object store");

    /// <summary>S-79.</summary>
    public static ConfigurationKey<string> RemoteBucket { get; } = new(
        "wal.archiving.remote.bucket", SettingTypes.Text, null, "its bucket or container");

    /// <summary>S-80.</summary>
    public static ConfigurationKey<string> RemotePrefix { get; } = new(
        "wal.archiving.remote.prefix", SettingTypes.Text, null, "what the names of objects begin with");

    /// <summary>S-81.</summary>
    public static ConfigurationKey<long> RemoteUploadIntervalSeconds { get; } = new(
        "wal.archiving.remote.upload_interval_seconds",
        SettingTypes.Integer(1, 86_400),
        60,
        "the longest time for which log that is new stays here only");

    internal static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Enabled, Directory, MaxSizeMb, SyncMode, CommitTimeoutSeconds, ArchivingEnabled, ArchivingDestination, ArchivingCompression,
        RemoteEnabled, RemoteType,
        RemoteBucket, RemotePrefix, RemoteUploadIntervalSeconds,
    ];
}
