using System.Text;
using System.Text.RegularExpressions;
using GeodeArchive.Configuration;
using GeodeArchive.Configuration.Keys;
using GeodeArchive.Configuration.Values;

namespace GeodeArchive.Tests.Configuration;

/// <summary>Keys, their types, and what of them does not go together.</summary>
public sealed partial class ConfigurationTests
{
    private const string Hash = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    /// <summary>Every block of the document, as one file: A-15.</summary>
    private const string Document = """
        [backup]
        enabled = true
        directory = "/var/lib/geode/backups"
        [backup.full]
        schedule = "0 2 * * 0"  # Weekly at 2 AM Sunday
        retention_days = 30
        compression = "gzip"
        parallel_workers = 4
        [backup.incremental]
        schedule = "0 2 * * 1-6"  # Daily at 2 AM Mon-Sat
        retention_days = 7
        base_backup = "latest_full"
        [wal]
        enabled = true
        directory = "/var/lib/geode/wal"
        max_size_mb = 1024
        sync_mode = "fsync"
        [wal.archiving]
        enabled = true
        destination = "/backups/geode/wal"
        compression = "lz4"
        [wal.archiving.remote]
        enabled = true
        type = "s3"
        bucket = "geode-wal-archive"
        prefix = "production/wal"
        upload_interval_seconds = 60
        [backup.storage]
        type = "s3"
        bucket = "mycompany-geode-backups"
        prefix = "production"
        region = "us-east-1"
        storage_class = "STANDARD_IA"
        credentials_file = "/etc/geode/gcs-credentials.json"
        container = "geode-backups"
        account = "mycompanybackups"
        [backup.storage.credentials]
        # use_instance_role = true
        access_key_id = "AKIA"
        secret_access_key = "hidden"
        [server]
        mode = "standby"
        read_only = true
        [replication.streaming]
        enabled = true
        primary_host = "primary.geode.internal"
        primary_port = 7687
        [replication.wal]
        receive_directory = "/var/lib/geode/wal_receive"
        apply_delay_seconds = 0  # Real-time, or delay for protection
        [failover]
        auto_promote = false
        promotion_command = "/etc/geode/promote-to-primary.sh"
        [backup.retention]
        full_retention_days = 30
        full_min_count = 4
        incremental_retention_days = 7
        wal_retention_days = 14
        auto_cleanup = true
        cleanup_schedule = "0 4 * * *"
        """;

    [Fact]
    public void Every_key_of_the_document_is_taken_as_it_stands()
    {
        var configuration = Read(Document);
        Assert.Empty(configuration.Warnings);
        Assert.Equal("fsync", configuration.Get(WalKeys.SyncMode));
        Assert.Equal("/var/lib/geode/wal", configuration.Get(WalKeys.Directory)!.Value.ToString());
        Assert.Equal(1024, configuration.Get(WalKeys.MaxSizeMb));
        Assert.Equal(4, configuration.Get(BackupKeys.Full.ParallelWorkers));
        Assert.Equal("0 2 * * 1-6", configuration.Get(BackupKeys.Incremental.Schedule));
        Assert.Equal(30, configuration.Get(RetentionKeys.FullRetentionDays));
        Assert.Equal(7687, configuration.Get(ReplicationKeys.PrimaryPort));
        Assert.True(configuration.Get(ServerKeys.ReadOnly));
        Assert.Equal(ServerKeys.Standby, configuration.Get(ServerKeys.Mode));
        Assert.Equal(KeyLine().Count(Document), configuration.Settings.Count(setting => setting.Origin.Kind == OriginKind.File));
    }

    [Fact]
    public void Values_know_where_they_come_from()
    {
        var configuration = Read("[server]\n\nlisten = '0.0.0.0:1'\n");
        Assert.Equal("geode.toml:3", configuration.OriginOf(ServerKeys.Listen).ToString());
        Assert.Equal("default", configuration.OriginOf(ServerKeys.Mode).ToString());
        var changed = configuration.With(ServerKeys.Listen, new NetworkAddress("::1", 2), SettingOrigin.OfOption("--listen"));
        Assert.Equal("option --listen", changed.OriginOf(ServerKeys.Listen).ToString());
        Assert.Equal("[::1]:2", changed.Get(ServerKeys.Listen)!.ToString());
        Assert.Equal("0.0.0.0:1", configuration.Get(ServerKeys.Listen)!.ToString());
        Assert.Equal("environment GEODE_X", SettingOrigin.OfVariable("GEODE_X").ToString());
    }

    [Fact]
    public void Keys_are_unique_described_and_their_defaults_are_what_they_take()
    {
        Assert.Equal(KeyRegistry.All.Count, KeyRegistry.All.Select(key => key.Path).Distinct().Count());
        Assert.All(KeyRegistry.All, key => Assert.True(key.Description.Length > 0 && key.Type.Length > 0, key.Path));
        foreach (var setting in GeodeConfiguration.Default.Settings.Where(setting => setting.Text is not (null or "[]")))
        {
            var place = setting.Key.Path.LastIndexOf('.');
            var text = $"[{setting.Key.Path[..place]}]\n{setting.Key.Path[(place + 1)..]} = {setting.Text}\n";
            Assert.Equal(setting.Text, Read(text).Settings.Single(read => read.Key == setting.Key).Text);
        }
    }

    [Fact]
    public void Tokens_are_read_by_their_hash()
    {
        var tokens = Read($"[[server.tokens]]\nname = 'app'\nrole = 'write'\nsha256 = '{Hash}'\n").Get(ServerKeys.Tokens);
        var token = Assert.Single(tokens);
        Assert.Equal(("app", TokenRole.Write), (token.Name, token.Role));
        Assert.Equal(Convert.FromHexString(Hash), token.Sha256);
    }

    [Theory]
    [InlineData("[backup]\nenabeld = true\n", "2:1: unknown key backup.enabeld", "did you mean backup.enabled?")]
    [InlineData("[backup.ful]\nschedule = '0 2 * * 0'\n", "1:9: unknown key backup.ful", "did you mean backup.full?")]
    [InlineData("[wal]\ndestination = '/a'\n", "2:1: unknown key wal.destination", "did you mean wal.archiving.destination?")]
    [InlineData("x = 1\n", "1:1: unknown key x", "config check")]
    [InlineData("[wal]\nmax_size_mb = '1024'\n", "2:15: wal.max_size_mb must be an integer, not a string", "from 256")]
    [InlineData("[wal]\nmax_size_mb = 1\n", "2:15: wal.max_size_mb must be from 256 to 16777216, not 1", "in MiB")]
    [InlineData("[wal]\nsync_mode = 'fsyn'\n", "2:13: wal.sync_mode cannot be \"fsyn\"", "did you mean fsync?")]
    [InlineData("[wal]\nenabled = false\n", "2:11: a database without a log cannot be", "leave the key out")]
    [InlineData("wal = 1\n", "1:7: wal must be a table, not an integer", "[wal]")]
    [InlineData("[wal.enabled]\n", "1:6: wal.enabled must be true or false, not a table", "takes true or false")]
    [InlineData("[backup]\ndirectory = 'backups'\n", "2:13: backup.directory must be an absolute path, not \"backups\"", "absolute path")]
    [InlineData("[backup]\ndirectory = ''\n", "2:13: backup.directory must not be empty", "absolute path")]
    [InlineData("[backup.full]\nschedule = '0 2 * *'\n", "2:12: backup.full.schedule is no schedule: \"0 2 * *\" has 4 fields", "Sundays")]
    [InlineData("[backup.full]\nschedule = '0 24 * * 0'\n", "2:12: backup.full.schedule is no schedule: \"0 24 * * 0\" has '24' for the hour", "Sundays")]
    [InlineData("[server]\nlisten = 'a:b'\n", "2:10: server.listen must be HOST:PORT, not \"a:b\"", "HOST:PORT")]
    [InlineData("[server]\ntls_key = '/k'\n", "2:11: server.tls_key needs server.tls_certificate", "PEM")]
    [InlineData("[server]\ntokens = 1\n", "2:10: server.tokens must be an array, not an integer", "sha256")]
    [InlineData("[[server.tokens]]\nname = 'a'\nrole = 'write'\n", "1:10: server.tokens lacks sha256", "openssl")]
    [InlineData("[[server.tokens]]\nname = 'a'\nrole = 'write'\ntoken = 'secret'\n", "4:1: server.tokens has an unknown key token", "known are")]
    [InlineData("[[server.tokens]]\nname = 'a'\nrole = 'wrte'\nsha256 = ''\n", "3:8: server.tokens has no role \"wrte\"", "did you mean write?")]
    [InlineData("[[server.tokens]]\nname = 'a'\nrole = 'read'\nsha256 = 'abc'\n", "4:10: server.tokens has a sha256 that is not 64 hexadecimal digits", "openssl")]
    [InlineData("[backup.storage]\ntype = 'azure'\ncontainer = 'c'\n", "2:8: storage of type azure needs backup.storage.account", "account")]
    [InlineData("[wal.archiving]\nenabled = true\n", "2:11: wal.archiving needs a destination, or a remote", "destination")]
    [InlineData("[replication.streaming]\nenabled = true\n", "2:11: replication.streaming needs primary_host", "primary_host")]
    [InlineData("[backup.storage.credentials]\nuse_instance_role = true\naccess_key_id = 'a'\nsecret_access_key = 'b'\n", "2:21: use_instance_role and", "leave one")]
    public void What_cannot_be_is_refused_with_its_place_and_a_hint(string text, string message, string hint)
    {
        ConfigurationException refusal = Assert.Throws<ConfigurationException>(() => Read(text));
        Assert.StartsWith("geode.toml:" + message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(hint, refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_retentions_that_differ_are_a_warning_and_that_of_the_table_wins()
    {
        var configuration = Read("[backup.full]\nretention_days = 10\n[backup.retention]\nfull_retention_days = 20\n");
        Assert.Equal(
            "geode.toml:2: backup.full.retention_days = 10 is not in force: backup.retention.full_retention_days = 20 (geode.toml:4) goes before it",
            Assert.Single(configuration.Warnings));
    }

    [Theory]
    [InlineData("db1", "db1:3141")]
    [InlineData("db1:5", "db1:5")]
    [InlineData("[::1]", "[::1]:3141")]
    [InlineData("[::1]:5", "[::1]:5")]
    [InlineData("127.0.0.1:0", "127.0.0.1:0")]
    [InlineData("::1", null)]
    [InlineData("a:65536", null)]
    [InlineData("a:", null)]
    [InlineData(":5", null)]
    [InlineData("[::1", null)]
    [InlineData("[]:5", null)]
    [InlineData("", null)]
    [InlineData("a b:5", null)]
    public void Addresses_are_host_and_port(string text, string? shown) => Assert.Equal(shown, NetworkAddress.TryParse(text)?.ToString());

    private static GeodeConfiguration Read(string text) => GeodeConfiguration.Read(Encoding.UTF8.GetBytes(text), "geode.toml");

    [GeneratedRegex("^[a-z_]+ =", RegexOptions.Multiline)]
    private static partial Regex KeyLine();
}
