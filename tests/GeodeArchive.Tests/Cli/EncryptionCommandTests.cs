using System.Text;
using GeodeArchive.Cli;
using GeodeArchive.Tests.Backup;

namespace GeodeArchive.Tests.Cli;

/// <summary>What encryption promises, as a user meets it: nothing in the clear, nothing without a key, nothing taken for what it is not.</summary>
public sealed class EncryptionCommandTests
{
    private const string Key = " --encryption-key-file /keys/first";
    private const string Create = "backup create --source /source --output /root/";

    private readonly CommandBench _bench = new();

    public EncryptionCommandTests()
    {
        _bench.Disk.PutDirectory("/keys");
        foreach (var (name, number) in new[] { ("first", 1), ("second", 2), ("client", 3) })
        {
            _bench.Disk.PutFile("/keys/" + name, [.. Enumerable.Range(1, 32).Select(i => (byte)(i * number))]);
        }

        _bench.Disk.PutFile("/source/secret-name", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("secret content. ", 400))));
        _bench.Disk.PutFile("/keys/passphrase", "correct horse\nand what is not part of it"u8);
    }

    [Fact]
    public void Without_a_key_nothing_is_made()
    {
        _bench.Disk.PutFile("/keys/short", new byte[31]);
        foreach (var key in new[] { "", " --encryption-key-file /keys/absent", " --encryption-key-file /keys/short" })
        {
            Assert.Equal(ExitCodes.Key, _bench.Run(Create + "full-1 --encrypt" + key).ExitCode);
        }

        Assert.DoesNotContain(_bench.Disk.Snapshot("/"), entry => entry.Path.StartsWith("root", StringComparison.Ordinal));
    }

    [Fact]
    public void Neither_names_nor_contents_are_in_any_file_of_the_archive()
    {
        _bench.Output(Create + "full-1 --encrypt --compress none" + Key);
        foreach (var entry in _bench.Disk.Snapshot("/root").Where(entry => entry.Kind == GeodeArchive.Io.Files.FileKind.Regular))
        {
            var bytes = _bench.Disk.ReadFile("/root/" + entry.Path).AsSpan();
            Assert.Equal(-1, bytes.IndexOf("secret"u8));
            Assert.Equal(-1, bytes.IndexOf("large.copy"u8));
        }
    }

    [Fact]
    public void A_chain_that_was_begun_encrypted_goes_on_so_and_not_without_the_key()
    {
        _bench.Output(Create + "full-1 --encrypt" + Key);
        SampleTree.Change(_bench.Disk, 5);
        var before = _bench.Everything();
        Assert.Equal(ExitCodes.Key, _bench.Run(Create + "incr-1 --type incremental").ExitCode);
        Assert.Equal(before, _bench.Everything());
        _bench.Output(Create + "incr-1 --type incremental" + Key);
        Assert.Contains("encrypted", _bench.Output("backup show /root/incr-1" + Key), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Key, _bench.Run("backup verify --input /root/incr-1").ExitCode);
        Restores("incr-1", Key);
    }

    [Fact]
    public void Plain_and_encrypted_share_nothing()
    {
        _bench.Output(Create + "plain-1");
        var run = _bench.Run(Create + "incr-1 --type incremental --base-backup plain-1 --encrypt" + Key);
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("share nothing: everything was read", run.Error, StringComparison.Ordinal);
        var back = _bench.Run(Create + "incr-2 --type incremental --no-encrypt" + Key);
        Assert.Contains("share nothing: everything was read", back.Error, StringComparison.Ordinal);
        Restores("incr-1", Key);
        Restores("incr-2", Key);
    }

    [Fact]
    public void A_client_that_only_writes_adds_what_is_new_and_reads_nothing()
    {
        _bench.Output(Create + "full-1 --encrypt" + Key);
        _bench.Output("key add /root --new-key-file /keys/client --write-only --label web1" + Key);
        SampleTree.Change(_bench.Disk, 5);
        const string client = " --encryption-key-file /keys/client";
        _bench.Output(Create + "incr-1 --type incremental --base-backup full-1" + client);
        string[] commands =
        [
            "backup restore --data-dir /stolen --input /root/full-1", "backup verify --input /root/full-1", "backup ls /root/incr-1",
            "key add /root --new-key-file /keys/second",
        ];
        foreach (var command in commands)
        {
            Assert.Equal(ExitCodes.Key, _bench.Run(command + client).ExitCode);
        }

        _bench.Output("backup verify --input /root/incr-1" + Key);
        Restores("incr-1", Key);
        var whole = _bench.Output("backup show /root/full-1 --json" + Key);
        Assert.Contains("\"domain\": \"encrypted\"", whole, StringComparison.Ordinal);
    }

    [Fact]
    public void Rotation_lets_the_new_key_in_and_the_old_one_out()
    {
        _bench.Output(Create + "full-1 --encrypt" + Key);
        _bench.Output("key rotate /root --new-generation --new-key-file /keys/second" + Key);
        Assert.Equal(ExitCodes.Key, _bench.Run("key test /root" + Key).ExitCode);
        const string second = " --encryption-key-file /keys/second";
        SampleTree.Change(_bench.Disk, 5);
        _bench.Output(Create + "full-2 --encrypt" + second);
        Assert.Contains("generation 2", _bench.Output("key test /root" + second), StringComparison.Ordinal);
        _bench.Output("backup verify --input /root/full-1" + second);
        Restores("full-2", second);
    }

    [Fact]
    public void A_passphrase_opens_what_it_was_added_for_and_no_key_removes_itself()
    {
        _bench.Output(Create + "full-1 --encrypt" + Key);
        _bench.Output("key add /root --new-passphrase-file /keys/passphrase" + Key);
        const string passphrase = " --encryption-passphrase-file /keys/passphrase";
        Restores("full-1", passphrase);
        _bench.Disk.PutFile("/keys/wrong", "correct horsf"u8);
        Assert.Equal(ExitCodes.Key, _bench.Run("key test /root --encryption-passphrase-file /keys/wrong").ExitCode);
        var slots = _bench.Output("key list /root").Split('\n');
        var first = slots[1].Split(' ')[0];
        Assert.Equal(ExitCodes.Key, _bench.Run($"key remove /root --slot {first}" + Key).ExitCode);
        _bench.Output($"key remove /root --slot {first}" + passphrase);
        Assert.Equal(ExitCodes.Key, _bench.Run("key test /root" + Key).ExitCode);
    }

    [Fact]
    public void A_key_in_the_environment_counts_and_an_option_before_it()
    {
        _bench.Output(Create + "full-1 --encrypt" + Key);
        var environment = RecordingConsole.Piped with { KeyFile = "/keys/first" };
        Assert.Equal(ExitCodes.Done, _bench.Run("backup verify --input /root/full-1", environment).ExitCode);
        Assert.Equal(
            ExitCodes.Key, _bench.Run("backup verify --input /root/full-1 --encryption-key-file /keys/second", environment).ExitCode);
    }

    [Fact]
    public void Every_commit_needs_the_key_and_a_commit_of_somebody_else_is_found()
    {
        _bench.Output(Create + "full-1");
        _bench.Output(Create + "full-2 --encrypt" + Key);
        Assert.Equal(ExitCodes.Key, _bench.Run(Create + "full-3").ExitCode);
        var manifests = _bench.Disk.Snapshot("/root/archive/manifest").Select(entry => entry.Path).Order(StringComparer.Ordinal).ToList();
        var newest = "/root/archive/manifest/" + manifests[^1];
        var bytes = _bench.Disk.ReadFile(newest);

        // The mac, and the trailer's own sum made right again: what somebody without the key could do.
        var forged = bytes.ToArray();
        forged[^(128 - 80)] ^= 1;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(
            forged.AsSpan(forged.Length - 4), GeodeArchive.Format.Crc32C.Compute(forged.AsSpan(forged.Length - 128, 124)));
        _bench.Disk.PutFile(newest, forged);
        var run = _bench.Run("backup verify --input /root/full-2" + Key);
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("mac does not match", run.Output + run.Error, StringComparison.Ordinal);
    }

    private void Restores(string name, string key)
    {
        _bench.Output($"backup restore --input /root/{name} --data-dir /target-{name}" + key);
        Assert.Equal(_bench.Disk.Snapshot("/source"), _bench.Disk.Snapshot($"/target-{name}"));
    }
}
