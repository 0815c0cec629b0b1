using System.Text;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Inspect;

namespace GeodeArchive.Tests.Inspecting;

/// <summary>geode-inspect over an encrypted archive, with and without its key.</summary>
public sealed class InspectEncryptedTests
{
    private static readonly SampleArchive Archive = SampleArchive.Make(
        CompressionSettings.Parse("zstd"), hasIncremental: true, isEncrypted: true);

    public static TheoryData<string> Keys => [.. Archive.Files.Keys];

    public static TheoryData<string> EncryptedKeys => [.. Archive.Files.Keys.Where(IsEncrypted)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Without_a_key_a_file_is_intact_and_what_is_encrypted_is_said(string key)
    {
        InspectRun run = Inspect(Archive.Files, key);
        Assert.Equal((ExitCodes.Intact, ""), (run.ExitCode, run.Error));
        Assert.Equal(IsEncrypted(key), run.Output.Contains("the file is encrypted: payloads are neither read nor checked", StringComparison.Ordinal));
        Assert.DoesNotContain("letter.txt", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void With_the_key_everything_is_read_and_checked(string key)
    {
        InspectRun run = Inspect(Archive.Files, key, "--encryption-key-file", "/files/key", "--chunks", "--tree");
        Assert.Equal((ExitCodes.Intact, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain("neither read nor checked", run.Output, StringComparison.Ordinal);
        if (IsEncrypted(key))
        {
            Assert.DoesNotContain(" encrypted\n", run.Output, StringComparison.Ordinal);
            Assert.Contains("opened with the key that was given", run.Output, StringComparison.Ordinal);
            Assert.Contains("the root hash matches header and footer", run.Output, StringComparison.Ordinal);
        }

        if (key.StartsWith("archive/manifest/", StringComparison.Ordinal))
        {
            Assert.Contains("mac matches the keys of the archive", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_of_files_are_shown_with_the_key() => Assert.Contains(
        Archive.Files.Keys.Select(key => Inspect(Archive.Files, key, "--encryption-key-file", "/files/key", "--tree").Output),
        output => output.Contains("letter.txt", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(EncryptedKeys))]
    public void Every_damaged_byte_behind_the_header_is_found_with_the_key(string key)
    {
        byte[] intact = Archive.Files[key];
        for (int at = FileHeader.Size; at < intact.Length; at += 1 + (intact.Length / 60))
        {
            byte[] damaged = [.. intact];
            damaged[at] ^= 1;
            Dictionary<string, byte[]> files = new(Archive.Files) { [key] = damaged };
            Assert.Equal(ExitCodes.Damaged, Inspect(files, key, "--encryption-key-file", "/files/key").ExitCode);
        }
    }

    [Fact]
    public void A_wrong_key_ends_with_its_own_exit_code()
    {
        string key = Archive.Files.Keys.First(IsEncrypted);
        Dictionary<string, byte[]> files = new(Archive.Files) { ["other"] = new byte[32], ["none"] = [1] };
        InspectRun run = Inspect(files, key, "--encryption-key-file", "/files/other");
        Assert.Equal((ExitCodes.Key, ""), (run.ExitCode, run.Output));
        Assert.Contains("opens none of the 1 key slots", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Key, Inspect(files, key, "--encryption-key-file", "/files/none").ExitCode);
        Assert.Equal(ExitCodes.Key, Inspect(files, key, "--encryption-passphrase-file", "/files/absent").ExitCode);
        Assert.Equal(
            ExitCodes.Usage, Inspect(files, key, "--encryption-key-file", "/files/key", "--encryption-passphrase-file", "/files/key").ExitCode);
    }

    [Fact]
    public void A_file_without_its_archive_cannot_be_decrypted()
    {
        string key = Archive.Files.Keys.First(IsEncrypted);
        InspectRun run = Inspect(new Dictionary<string, byte[]> { ["alone"] = Archive.Files[key] }, "alone", "--encryption-key-file", "/files/key");
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("lies in no archive root", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_slot_and_a_record_of_keys_are_explained_and_give_away_nothing()
    {
        string slot = Archive.Files.Keys.Single(key => key.StartsWith("archive/keys/", StringComparison.Ordinal));
        string output = Inspect(Archive.Files, slot).Output;
        Assert.Matches("(?m)^ *256  derivation +1 +key file$", output);
        Assert.Matches("(?m)^ *258  access +1 +read-write$", output);
        Assert.Contains("128 bytes, not shown", output, StringComparison.Ordinal);
        Assert.Contains("sample", output, StringComparison.Ordinal);
        string manifest = string.Concat(Archive.Files.Keys.Where(key => key.StartsWith("archive/manifest/", StringComparison.Ordinal))
            .Select(key => Inspect(Archive.Files, key).Output));
        Assert.Contains("keys record", manifest, StringComparison.Ordinal);
        Assert.Contains("64 bytes, not shown", manifest, StringComparison.Ordinal);
    }

    private static bool IsEncrypted(string key) =>
        key.StartsWith("archive/segments/", StringComparison.Ordinal) || key.StartsWith("archive/index/", StringComparison.Ordinal);

    private static InspectRun Inspect(IReadOnlyDictionary<string, byte[]> files, string key, params string[] options)
    {
        Dictionary<string, byte[]> all = new(files) { ["key"] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SampleArchive.Key) + "\n") };
        return InspectRun.Of(all, [.. options, $"/files/{key}"]);
    }
}
