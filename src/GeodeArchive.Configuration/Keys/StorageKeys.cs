using GeodeArchive.Io.Files;

namespace GeodeArchive.Configuration.Keys;

/// <summary><c>[backup.storage]</c> with credentials: S-82 to S-95.</summary>
public static class StorageKeys
{
    /// <summary>S-82, S-87, S-89.</summary>
    public static ConfigurationKey<string> Type { get; } = new(
        "backup.storage.type", SettingTypes.Choice("local", "s3", "gcs", "azure"), "local",
        "where backups are: the directory, or an object store");

    /// <summary>S-83.</summary>
    public static ConfigurationKey<string> Bucket { get; } = new(
        "backup.storage.bucket", SettingTypes.Text, null, "the bucket, of s3 and gcs");

    /// <summary>S-84.</summary>
    public static ConfigurationKey<string> Prefix { get; } = new(
        "backup.storage.prefix", SettingTypes.Text, null, "what the names of objects begin with");

    /// <summary>S-85.</summary>
    public static ConfigurationKey<string> Region { get; } = new("backup.storage.region", SettingTypes.Text, null, "the region, of s3");

    /// <summary>S-86.</summary>
    public static ConfigurationKey<string> StorageClass { get; } = new(
        "backup.storage.storage_class", SettingTypes.Text, null, "the storage class that objects are put into");

    /// <summary>S-88.</summary>
    public static ConfigurationKey<FilePath?> CredentialsFile { get; } = new(
        "backup.storage.credentials_file", SettingTypes.Path, null, "the file with the credentials of a service account, of gcs");

    /// <summary>S-90.</summary>
    public static ConfigurationKey<string> Container { get; } = new(
        "backup.storage.container", SettingTypes.Text, null, "the container, of azure");

    /// <summary>S-91.</summary>
    public static ConfigurationKey<string> Account { get; } = new(
        "backup.storage.account", SettingTypes.Text, null, "the storage account, of azure");

    /// <summary>S-93; S-92 for a managed identity.</summary>
    public static ConfigurationKey<bool> UseInstanceRole { get; } = new(
        "backup.storage.credentials.use_instance_role",
        SettingTypes.Boolean,
        false,
        "takes the credentials that the cloud gives this machine: a role, a service account, a managed identity");

    /// <summary>S-94.</summary>
    public static ConfigurationKey<string> AccessKeyId { get; } = new(
        "backup.storage.credentials.access_key_id", SettingTypes.Text, null, "the access key, of s3", isSecret: true);

    /// <summary>S-95.</summary>
    public static ConfigurationKey<string> SecretAccessKey { get; } = new(
        "backup.storage.credentials.secret_access_key", SettingTypes.Text, null, "the secret of the access key", isSecret: true);

    /// <summary>S-92.</summary>
    public static ConfigurationKey<string> ConnectionString { get; } = new(
        "backup.storage.credentials.connection_string", SettingTypes.Text, null, "the connection string, of azure", isSecret: true);

    internal static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Type, Bucket, Prefix, Region, StorageClass, CredentialsFile, Container, Account, UseInstanceRole, AccessKeyId, SecretAccessKey,
        ConnectionString,
    ];
}
