using System.Globalization;
using System.Text.Json;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Inspect;
using GeodeArchive.Tests.Architecture;

namespace GeodeArchive.Tests.Inspecting;

/// <summary>geode-inspect says of each vector that is a whole file what its description says.</summary>
public sealed class InspectVectorTests
{
    private const string Folder = "format-spec/vectors";

    // What is no whole file.
    private static readonly string[] OtherKinds = ["node", "wal-footer", "store-header", "superblock", "store-page", .. Format.WholeStore.RowKinds];

    public static TheoryData<string> ValidFiles => WholeFiles("valid");

    public static TheoryData<string> InvalidFiles => WholeFiles("invalid");

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void Valid_file_is_intact(string name)
    {
        InspectRun run = Inspect("valid", name, out string kind, out _);
        Assert.True(run.ExitCode == ExitCodes.Intact, run.Output);
        Assert.Contains($": {kind}, ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(InvalidFiles))]
    public void Invalid_file_is_named_as_its_description_names_it(string name)
    {
        InspectRun run = Inspect("invalid", name, out _, out JsonElement description);
        string failure = description.GetProperty("failure").GetString()!;
        long offset = description.GetProperty("offset").GetInt64();
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains($"\n! {failure} at offset {offset}: ", run.Output, StringComparison.Ordinal);
    }

    private static InspectRun Inspect(string folder, string name, out string kind, out JsonElement description)
    {
        description = Description(folder, name);
        kind = description.GetProperty("kind").GetString()!;
        byte[] file = File.ReadAllBytes(Path.Combine(SourceTree.Root, Folder, folder, name + ".bin"));
        if (description.GetProperty("asked").TryGetProperty("size", out JsonElement size))
        {
            Array.Resize(ref file, size.GetInt32());
        }

        return InspectRun.Of(FileName(description), file, kind);
    }

    /// <summary>The name under which the file would lie in an archive, as far as the description says it.</summary>
    private static string FileName(JsonElement description)
    {
        if (!description.TryGetProperty("asked", out JsonElement asked))
        {
            return "vector";
        }

        if (asked.TryGetProperty("number", out JsonElement number))
        {
            return number.GetInt64().ToString("D20", CultureInfo.InvariantCulture);
        }

        return asked.TryGetProperty("file_id", out JsonElement id) ? id.GetString()! : "vector";
    }

    private static JsonElement Description(string folder, string name) =>
        JsonDocument.Parse(SourceTree.ReadText($"{Folder}/{folder}/{name}.json")).RootElement;

    /// <summary>What only a key shows: EncryptedScannerTests has it.</summary>
    private static bool NeedsKey(JsonElement description) => description.GetProperty("asked").TryGetProperty("keys", out _)
        || (description.GetProperty("kind").GetString() == "key-slot" && description.GetProperty("failure").GetString() == "bad-checksum");

    private static TheoryData<string> WholeFiles(string folder) =>
    [
        .. from path in SourceTree.Files
           where path.StartsWith($"{Folder}/{folder}/", StringComparison.Ordinal) && path.EndsWith(".bin", StringComparison.Ordinal)
           let name = Path.GetFileNameWithoutExtension(path)
           let description = Description(folder, name)
           where !OtherKinds.Contains(description.GetProperty("kind").GetString()) && (folder == "valid" || !NeedsKey(description))
           select name,
    ];
}
