using GeodeArchive.Io.Files;

namespace GeodeArchive.Configuration.Keys;

/// <summary><c>[backup]</c> with its tables, but for storage and retention: S-61 to S-69.</summary>
public static class BackupKeys
{
    /// <summary>S-61.</summary>
    public static ConfigurationKey<bool> Enabled { get; } = new(
        "backup.enabled", SettingTypes.Boolean, false, "makes backups by their schedules");

    /// <summary>S-62.</summary>
    public static ConfigurationKey<FilePath?> Directory { get; } = new(
        "backup.directory", SettingTypes.Path, FilePath.From("/var/lib/geode/backups"),
        "the archive root, also of commands that are given none");

    /// <summary>How old a verification may be that a full relies on.</summary>
    public static ConfigurationKey<long> VerifyMaxAgeDays { get; } = new(
        "backup.verify_max_age_days", SettingTypes.Integer(1, 36_500), 30, "a full reads again what nobody has read for so long");

    /// <summary>Whether backups that the server makes are encrypted.</summary>
    public static ConfigurationKey<bool> EncryptionEnabled { get; } = new(
        "backup.encryption.enabled", SettingTypes.Boolean, false, "encrypts the backups that schedules make");

    /// <summary>The key of the archive.</summary>
    public static ConfigurationKey<FilePath?> EncryptionKeyFile { get; } = new(
        "backup.encryption.key_file",
        SettingTypes.Path,
        null,
        "the file with the key of the archive; without it, GEODE_ENCRYPTION_KEY_FILE or /etc/geode/backup.key");

    /// <summary><c>[backup.full]</c>.</summary>
    public static BackupTypeKeys Full { get; } = new("full", "0 2 * * 0", 30);

    /// <summary><c>[backup.incremental]</c>.</summary>
    public static BackupTypeKeys Incremental { get; } = new("incremental", "0 2 * * 1-6", 7);

    /// <summary><c>[backup.differential]</c>: A-06.</summary>
    public static BackupTypeKeys Differential { get; } = new("differential", null, 7);

    internal static IReadOnlyList<ConfigurationKey> All { get; } =
        [Enabled, Directory, VerifyMaxAgeDays, EncryptionEnabled, EncryptionKeyFile, .. Full.All, .. Incremental.All, .. Differential.All];
}
