using System.Collections.Immutable;
using GeodeArchive.Configuration.Values;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Configuration.Keys;

/// <summary><c>[server]</c>, <c>[store]</c> and <c>[client]</c>.</summary>
public static class ServerKeys
{
    /// <summary>S-96: a primary takes changes, a standby receives them.</summary>
    public const string Standby = "standby";

    /// <summary>The data directory.</summary>
    public static ConfigurationKey<FilePath?> DataDirectory { get; } = new(
        "server.data_directory", SettingTypes.Path, FilePath.From("/var/lib/geode/data"), "the data directory that is served");

    /// <summary>Where the server listens.</summary>
    public static ConfigurationKey<NetworkAddress> Listen { get; } = new(
        "server.listen",
        SettingTypes.Address,
        new NetworkAddress("127.0.0.1", NetworkAddress.PortUsual),
        "where the server listens; anything but a loopback address needs TLS and tokens");

    /// <summary>S-96.</summary>
    public static ConfigurationKey<string> Mode { get; } = new(
        "server.mode", SettingTypes.Choice("primary", Standby), "primary",
        "a primary takes changes, a standby receives those of its primary");

    /// <summary>S-97.</summary>
    public static ConfigurationKey<bool> ReadOnly { get; } = new(
        "server.read_only", SettingTypes.Boolean, false, "takes no changes from clients");

    /// <summary>The certificate, with its chain, as PEM.</summary>
    public static ConfigurationKey<FilePath?> TlsCertificate { get; } = new(
        "server.tls_certificate", SettingTypes.Path, null, "a PEM file with the server's certificate and its chain");

    /// <summary>Its private key, as PEM.</summary>
    public static ConfigurationKey<FilePath?> TlsKey { get; } = new(
        "server.tls_key", SettingTypes.Path, null, "a PEM file with the private key of the certificate");

    /// <summary>Who may do what.</summary>
    public static ConfigurationKey<ImmutableArray<ServerToken>> Tokens { get; } = new(
        "server.tokens", TokenSetting.Type, [], "who may do what, by the SHA-256 of a token");

    /// <summary>Memory for clean pages.</summary>
    public static ConfigurationKey<long> CacheSizeMb { get; } = new(
        "store.cache_size_mb", SettingTypes.Integer(16, 1 << 24), 256, "memory for pages that were read, in MiB");

    /// <summary>The longest time between two checkpoints.</summary>
    public static ConfigurationKey<long> CheckpointIntervalSeconds { get; } = new(
        "store.checkpoint_interval_seconds", SettingTypes.Integer(1, 86_400), 300,
        "the longest time between two checkpoints while there are changes");

    /// <summary>Where clients connect to.</summary>
    public static ConfigurationKey<NetworkAddress> ClientHost { get; } = new(
        "client.host",
        SettingTypes.Address,
        new NetworkAddress("127.0.0.1", NetworkAddress.PortUsual),
        "the server that shell and other clients connect to");

    /// <summary>Where clients have their token from.</summary>
    public static ConfigurationKey<FilePath?> ClientTokenFile { get; } = new(
        "client.token_file", SettingTypes.Path, null, "a file with the client's token on its first line; GEODE_TOKEN comes first");

    /// <summary>Whom clients trust.</summary>
    public static ConfigurationKey<FilePath?> ClientTlsCa { get; } = new(
        "client.tls_ca", SettingTypes.Path, null,
        "a PEM file with the certificates that the server's is to lead to; the system's without it");

    internal static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        DataDirectory, Listen, Mode, ReadOnly, TlsCertificate, TlsKey, Tokens, CacheSizeMb, CheckpointIntervalSeconds, ClientHost,
        ClientTokenFile,
        ClientTlsCa,
    ];
}
