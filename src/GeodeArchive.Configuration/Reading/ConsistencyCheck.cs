using System.Collections.Immutable;
using GeodeArchive.Configuration.Keys;

namespace GeodeArchive.Configuration.Reading;

/// <summary>What of several keys does not go together.</summary>
internal static class ConsistencyCheck
{
    /// <summary>Checks a configuration.</summary>
    /// <returns>What is doubtful.</returns>
    /// <exception cref="ConfigurationException">What cannot be.</exception>
    public static ImmutableArray<string> Run(GeodeConfiguration configuration)
    {
        Demand(configuration, WalKeys.Enabled, configuration.Get(WalKeys.Enabled), "a database without a log cannot be",
            "leave the key out");
        DemandBoth(configuration, ServerKeys.TlsCertificate, ServerKeys.TlsKey);
        DemandBoth(configuration, StorageKeys.AccessKeyId, StorageKeys.SecretAccessKey);
        Demand(
            configuration,
            StorageKeys.UseInstanceRole,
            !configuration.Get(StorageKeys.UseInstanceRole) || !configuration.IsGiven(StorageKeys.AccessKeyId),
            "use_instance_role and an access key exclude each other",
            "leave one of them out");
        DemandOfStorage(configuration);
        DemandOfArchiving(configuration);
        Demand(
            configuration,
            ReplicationKeys.StreamingEnabled,
            !configuration.Get(ReplicationKeys.StreamingEnabled) || configuration.IsGiven(ReplicationKeys.PrimaryHost),
            "replication.streaming needs primary_host",
            "primary_host = \"primary.example.com\"");
        return
        [
            .. Conflict(configuration, RetentionKeys.FullRetentionDays, BackupKeys.Full.RetentionDays),
            .. Conflict(configuration, RetentionKeys.IncrementalRetentionDays, BackupKeys.Incremental.RetentionDays),
            .. Conflict(configuration, RetentionKeys.DifferentialRetentionDays, BackupKeys.Differential.RetentionDays),
        ];
    }

    private static void DemandOfStorage(GeodeConfiguration configuration)
    {
        ConfigurationKey[] needed = configuration.Get(StorageKeys.Type) switch
        {
            "s3" or "gcs" => [StorageKeys.Bucket],
            "azure" => [StorageKeys.Container, StorageKeys.Account],
            _ => [],
        };
        foreach (var key in needed)
        {
            Demand(
                configuration,
                StorageKeys.Type,
                configuration.IsGiven(key),
                $"storage of type {configuration.Get(StorageKeys.Type)} needs {key.Path}",
                $"{key.Path}: {key.Description}");
        }
    }

    private static void DemandOfArchiving(GeodeConfiguration configuration)
    {
        var isRemote = configuration.Get(WalKeys.RemoteEnabled);
        Demand(
            configuration,
            WalKeys.ArchivingEnabled,
            !configuration.Get(WalKeys.ArchivingEnabled) || isRemote || configuration.IsGiven(WalKeys.ArchivingDestination),
            "wal.archiving needs a destination, or a remote",
            "destination = \"/backups/geode/wal\"");
        Demand(
            configuration,
            WalKeys.RemoteEnabled,
            !isRemote || (configuration.IsGiven(WalKeys.RemoteType) && configuration.IsGiven(WalKeys.RemoteBucket)),
            "wal.archiving.remote needs type and bucket",
            "type = \"s3\", bucket = \"geode-wal-archive\"");
    }

    private static void DemandBoth(GeodeConfiguration configuration, ConfigurationKey one, ConfigurationKey other)
    {
        var given = configuration.IsGiven(one) ? one : other;
        var missing = configuration.IsGiven(one) ? other : one;
        Demand(
            configuration,
            given,
            configuration.IsGiven(one) == configuration.IsGiven(other),
            $"{given.Path} needs {missing.Path}",
            $"{missing.Path}: {missing.Description}");
    }

    private static void Demand(GeodeConfiguration configuration, ConfigurationKey at, bool condition, string detail, string hint)
    {
        if (!condition)
        {
            throw configuration.Fail(at, detail, hint);
        }
    }

    /// <summary>A-10: the table of retentions goes before that of a type.</summary>
    private static IEnumerable<string> Conflict(GeodeConfiguration configuration, ConfigurationKey<long?> first,
        ConfigurationKey<long> second)
    {
        if (configuration.IsGiven(first) && configuration.IsGiven(second) && configuration.Get(first) != configuration.Get(second))
        {
            yield return $"{configuration.OriginOf(second)}: {second.Path} = {configuration.Get(second)} is not in force: "
                + $"{first.Path} = {configuration.Get(first)} ({configuration.OriginOf(first)}) goes before it";
        }
    }
}
