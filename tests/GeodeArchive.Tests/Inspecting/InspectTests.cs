using System.Text.Json;
using System.Text.RegularExpressions;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Inspect;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Architecture;

namespace GeodeArchive.Tests.Inspecting;

/// <summary>Whole runs of geode-inspect, on files in memory.</summary>
public sealed partial class InspectTests
{
    private static readonly SampleArchive Archive = SampleArchive.Make(CompressionSettings.Parse("zstd"), hasIncremental: true);

    public static TheoryData<string> Keys => [.. Archive.Files.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Intact_file_is_found_out_and_said_to_be_intact(string key)
    {
        InspectRun run = Inspect(key);
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        Assert.StartsWith(
            $"/files/{NameOf(key)}: {KindOf(key)}, {Archive.Files[key].Length} bytes\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nintact; ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n!", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
        Assert.Equal(run, Inspect(key, KindOf(key)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_field_of_the_header_is_shown_with_its_offset(string key)
    {
        int start = KindOf(key) == "backup" ? BackupFile.TextSize : 0;
        string output = Inspect(key).Output;
        ArchiveFileKind kind = FileHeader.Decode(Archive.Files[key].AsSpan(start), start).Kind;
        foreach (StructureField field in StructureFields.FileHeader.Concat(StructureFields.SectionOf(kind)).Where(field => field.Type != FieldType.Reserved))
        {
            Assert.Matches($"(?m)^ *{start + field.Offset}  {field.Name} ", output);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_line_of_json_says_what_it_is_about(string key)
    {
        InspectRun run = Inspect(key, "--json", "--chunks", "--tree");
        List<JsonElement> lines = LinesOf(run);
        Assert.All(lines, line => Assert.Equal($"/files/{NameOf(key)}", line.GetProperty("file").GetString()));
        Assert.Equal("file", lines[0].GetProperty("item").GetString());
        Assert.Equal(KindOf(key), lines[0].GetProperty("kind").GetString());
        Assert.Equal("result", lines[^1].GetProperty("item").GetString());
        Assert.True(lines[^1].GetProperty("intact").GetBoolean());
    }

    [Fact]
    public void Blocks_and_chunks_of_a_segment_are_listed()
    {
        string key = Archive.Files.Keys.First(key => key.StartsWith(RepositoryNames.SegmentPrefix, StringComparison.Ordinal));
        List<JsonElement> lines = LinesOf(Inspect(key, "--json", "--chunks"));
        JsonElement block = Assert.Single(ItemsOf(lines, "block"));
        Assert.Equal(FileHeader.Size, block.GetProperty("offset").GetInt64());
        Assert.Equal("ok", block.GetProperty("sum").GetString());
        List<JsonElement> chunks = ItemsOf(lines, "chunk");
        Assert.Equal(block.GetProperty("chunks").GetInt64(), chunks.Count);
        Assert.All(chunks, chunk => Assert.Equal("yes", chunk.GetProperty("matches").GetString()));
        Assert.Empty(ItemsOf(LinesOf(Inspect(key, "--json")), "chunk"));
    }

    [Fact]
    public void Names_in_a_metadata_segment_are_listed()
    {
        HashSet<string> names = [];
        foreach (string key in Archive.Files.Keys.Where(key => key.StartsWith(RepositoryNames.SegmentPrefix, StringComparison.Ordinal)))
        {
            names.UnionWith(
                ItemsOf(LinesOf(Inspect(key, "--json", "--tree")), "entry").Select(entry => entry.GetProperty("name").GetString()!));
        }

        Assert.Superset(new HashSet<string>(["letter.txt", "noise.bin", "empty", "inner", "deep", "note", "added.bin"]), names);
    }

    [Fact]
    public void Every_record_of_a_manifest_is_shown()
    {
        string output = Inspect(RepositoryNames.Manifest(new ManifestNumber(2)).Text).Output;
        string[] expected = ["segment_add record 0", "segment_add record 1", "index_add record 2", "backup_add record 3", "session_close record 4"];
        Assert.All(expected, record => Assert.Contains($"\n{record}", output, StringComparison.Ordinal));
        Assert.Contains(SampleArchive.Full, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_a_backup_file_is_shown() =>
        Assert.Contains(
            "\n  | Restore:  geode-archive backup restore --input full-1", Inspect(SampleArchive.Full).Output, StringComparison.Ordinal);

    [Fact]
    public void Key_of_the_chunker_is_not_shown()
    {
        byte[] file = Archive.Files[RepositoryNames.Repository.Text];
        StructureField key = StructureFields.RepositorySection.Single(field => field.Type == FieldType.Secret);
        string output = Inspect(RepositoryNames.Repository.Text).Output.Replace(" ", string.Empty, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(file.AsSpan(key.Offset, 8)), output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_flipped_bit_is_named_at_or_before_its_place(string key)
    {
        // Every fifth byte, beginning where the key says: all remainders come up.
        for (int offset = key.Length % 5; offset < Archive.Files[key].Length; offset += 5)
        {
            byte[] file = [.. Archive.Files[key]];
            file[offset] ^= (byte)(1 << (offset % 8));
            InspectRun run = InspectRun.Of(NameOf(key), file, "--json", KindOf(key));
            Assert.True(run.ExitCode == ExitCodes.Damaged, $"byte {offset}: exit code {run.ExitCode}");
            List<JsonElement> failures = ItemsOf(LinesOf(run), "failure");
            Assert.True(failures.Exists(failure => failure.GetProperty("offset").GetInt64() <= offset), $"byte {offset}: {run.Output}");
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Kind_is_found_out_though_the_header_is_gone(string key)
    {
        int start = KindOf(key) == "backup" ? BackupFile.TextSize : 0;
        byte[] file = [.. Archive.Files[key]];
        file.AsSpan(start, FileHeader.Size).Clear();
        InspectRun run = InspectRun.Of(NameOf(key), file);
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);

        // Of a repository file nothing is left then.
        string expected = key == RepositoryNames.Repository.Text ? "not a file of an archive, log or store" : KindOf(key);
        Assert.Contains($": {expected}, ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_checks_are_lines_of_their_own()
    {
        byte[] file = [.. Archive.Files[SampleArchive.Full]];
        file[100] ^= 1;
        string output = InspectRun.Of(SampleArchive.Full, file).Output;
        Assert.Contains("\n! bad-checksum at offset 0: the text is damaged (backup text)\n", output, StringComparison.Ordinal);
        Assert.EndsWith("\nDAMAGED: 1 check failed; full backup full-1, in manifest 2\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void File_under_the_name_of_another_is_named()
    {
        string key = Archive.Files.Keys.First(key => key.StartsWith(RepositoryNames.SegmentPrefix, StringComparison.Ordinal));
        InspectRun run = InspectRun.Of(new string('0', 32), Archive.Files[key]);
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains($"bad-identity at offset 0: the file belongs under the name {NameOf(key)}", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Intact, InspectRun.Of("a-copy", Archive.Files[key]).ExitCode);
    }

    [Fact]
    public void File_of_another_kind_than_asked_for_is_named()
    {
        InspectRun run = Inspect(SampleArchive.Full, "index");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("bad-magic at offset 0", run.Output, StringComparison.Ordinal);
        InspectRun manifest = Inspect(RepositoryNames.Manifest(ManifestNumber.First).Text, "segment");
        Assert.Contains("bad-kind at offset 0", manifest.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_an_archive_send_no_control_characters_to_the_terminal()
    {
        InspectRun run = InspectRun.Of("\u001b[31mred", Archive.Files[SampleArchive.Full]);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.StartsWith("/files/\\x1b[31mred: backup", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Exit_code_of_several_files_is_that_of_the_worst()
    {
        Dictionary<string, byte[]> files = new() { ["good"] = Archive.Files[SampleArchive.Full], ["bad"] = new byte[5000] };
        Assert.Equal(ExitCodes.Intact, InspectRun.Of(files, ["/files/good", "/files/good"]).ExitCode);
        Assert.Equal(ExitCodes.NotFound, InspectRun.Of(files, ["/files/none", "/files/good"]).ExitCode);
        Assert.Equal(ExitCodes.Failed, InspectRun.Of(files, ["/files", "/files/none"]).ExitCode);
        InspectRun all = InspectRun.Of(files, ["/files/bad", "/files", "/files/none", "/files/good"]);
        Assert.Equal(ExitCodes.Damaged, all.ExitCode);
        Assert.Contains("/files/good: backup", all.Output, StringComparison.Ordinal);
        Assert.Equal(2, all.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData]
    [InlineData("segment")]
    [InlineData("--json")]
    [InlineData("--bogus", "/files/x")]
    [InlineData("-x", "/files/x")]
    public void Mistakes_on_the_command_line_are_refused(params string[] arguments)
    {
        InspectRun run = InspectRun.Of(new Dictionary<string, byte[]> { ["x"] = Archive.Files[SampleArchive.Full] }, arguments);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.StartsWith("geode-inspect: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Help_lists_options_and_exit_codes()
    {
        string help = InspectRun.Of(new Dictionary<string, byte[]>(), ["--help"]).Output;
        Assert.All(
            ["--json", "--chunks", "--tree", "10  a file is damaged", "12  a file, or the graph or page that was asked for, does not exist"],
            part => Assert.Contains(part, help, StringComparison.Ordinal));
        Assert.Equal(help, InspectRun.Of(new Dictionary<string, byte[]>(), ["segment", "-h"]).Output);
    }

    [Fact]
    public void Readme_names_the_items_and_options_that_there_are()
    {
        string readme = SourceTree.ReadText("README.md");
        int start = readme.IndexOf("## Looking into files", StringComparison.Ordinal);
        string section = readme[start..readme.IndexOf("\n## ", start + 1, StringComparison.Ordinal)];
        string help = InspectRun.Of(new Dictionary<string, byte[]>(), ["--help"]).Output;
        Assert.All(OptionPattern().Matches(section), option => Assert.Contains(option.Value, help, StringComparison.Ordinal));
        IEnumerable<string> items = Archive.Files.Keys.SelectMany(key => LinesOf(Inspect(key, "--json", "--chunks", "--tree")))
            .Select(line => line.GetProperty("item").GetString()!);
        Assert.All(items.Distinct(), item => Assert.Contains($"`{item}`", section, StringComparison.Ordinal));
    }

    [Fact]
    public void File_that_begins_like_an_option_goes_after_two_dashes() =>
        Assert.Equal(ExitCodes.NotFound, InspectRun.Of(new Dictionary<string, byte[]>(), ["--", "--bogus"]).ExitCode);

    [Fact]
    public void Symbolic_links_are_followed()
    {
        SimulatedDisk disk = new(1);
        disk.PutFile("/files/real", Archive.Files[SampleArchive.Full]);
        using (IDirectory folder = disk.OpenDirectory(FilePath.From("/files")))
        {
            folder.CreateSymbolicLink(FileName.From("link"), "real"u8);
            folder.CreateSymbolicLink(FileName.From("far"), "/files/link"u8);
            folder.CreateSymbolicLink(FileName.From("circle"), "circle"u8);
        }

        Assert.Equal(ExitCodes.Intact, Run(disk, new MemoryStream(), "/files/link", "/files/far"));
        Assert.Equal(ExitCodes.Failed, Run(disk, new MemoryStream(), "/files/circle"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Closed_output_ends_the_run_without_a_complaint(int sizeMax)
    {
        SimulatedDisk disk = new(1);
        string[] names = [.. Enumerable.Range(0, 100).Select(number => $"/files/{number}")];
        Array.ForEach(names, name => disk.PutFile(name, Archive.Files[SampleArchive.Full]));
        long before = disk.OperationCount;
        Assert.Equal(ExitCodes.Intact, Run(disk, new ClosingStream(sizeMax), names));

        // It does not read what nobody will see.
        long used = disk.OperationCount - before;
        disk = new SimulatedDisk(1);
        Array.ForEach(names, name => disk.PutFile(name, Archive.Files[SampleArchive.Full]));
        before = disk.OperationCount;
        Assert.Equal(ExitCodes.Intact, Run(disk, new MemoryStream(), names));
        Assert.InRange(used, 1, (disk.OperationCount - before) / 2);
    }

    private static int Run(SimulatedDisk disk, Stream output, params string[] arguments)
    {
        StringWriter error = new();
        Machine machine = new(disk, TimeProvider.System, new SeededEntropy(1), new InlineScheduler());
        int code = InspectCommandLine.Run(machine, new InspectConsole(output, error), arguments);
        Assert.Equal(code == ExitCodes.Failed, error.ToString().Length > 0);
        return code;
    }

    private static InspectRun Inspect(string key, params string[] options) => InspectRun.Of(NameOf(key), Archive.Files[key], options);

    private static string NameOf(string key) => key[(key.LastIndexOf('/') + 1)..];

    private static string KindOf(string key) => key switch
    {
        _ when key.StartsWith(RepositoryNames.SegmentPrefix, StringComparison.Ordinal) => "segment",
        _ when key.StartsWith(RepositoryNames.IndexPrefix, StringComparison.Ordinal) => "index",
        _ when key.StartsWith(RepositoryNames.ManifestPrefix, StringComparison.Ordinal) => "manifest",
        _ when key == RepositoryNames.Repository.Text => "repository",
        _ => "backup",
    };

    private static List<JsonElement> LinesOf(InspectRun run) =>
        [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static List<JsonElement> ItemsOf(List<JsonElement> lines, string item) =>
        lines.FindAll(line => line.GetProperty("item").GetString() == item);

    [GeneratedRegex("--[a-z]+")]
    private static partial Regex OptionPattern();

    /// <summary>A pipe whose other end is closed after so many bytes.</summary>
    private sealed class ClosingStream(int sizeMax) : MemoryStream
    {
        // What is written as a span comes here, too.
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > sizeMax)
            {
                throw new FileException(FileError.Closed, "write to", "standard output");
            }

            base.Write(buffer, offset, count);
        }
    }
}
