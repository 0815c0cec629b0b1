using System.Globalization;
using System.Text.Json;

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>The published geode-inspect on an archive that the published geode-archive made.</summary>
public sealed class InspectTests : IDisposable
{
    private const long MemoryMaxKilobytes = 120 << 10;

    private readonly Workspace _work = new();

    public InspectTests()
    {
        // One segment of full size and one that is not full, and a tree of some directories.
        Shell.Output(
            """
            mkdir -p "$1/a/b" && cd "$1"
            dd if=/dev/urandom of=noise bs=1M count=80 status=none
            seq 200000 >a/numbers
            for name in {1..200}; do echo "$name" >"a/b/file $name"; done
            ln -s a link
            """,
            _work["source"]);
        _work.Create(_work["source"], "full-1");
    }

    [Fact]
    public void Every_file_of_an_archive_is_intact_and_none_takes_much_memory()
    {
        string[] files = Shell.Output("find \"$1\" -type f", _work.Root).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ProgramRun run = PublishedProgram.Inspect.Run(["--chunks", "--tree", .. files]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.Equal(files.Length, run.Output.Split('\n').Count(line => line.StartsWith("intact; ", StringComparison.Ordinal)));
        Assert.Contains("  entry  name file 77  kind file  mode 0644 ", run.Output, StringComparison.Ordinal);
        Workspace.AssertPlainText(run);

        string peak = Shell.Run("/usr/bin/time -f %M \"$1\" segment \"$2\"/archive/segments/*/* >/dev/null", PublishedProgram.Inspect.Path, _work.Root).Error;
        Assert.InRange(long.Parse(peak, CultureInfo.InvariantCulture), 1, MemoryMaxKilobytes);
    }

    [Fact]
    public void Reader_that_has_seen_enough_may_close_the_pipe()
    {
        ProgramRun run = Shell.Run("\"$1\" --chunks segment \"$2\"/archive/segments/*/* | head", PublishedProgram.Inspect.Path, _work.Root);
        Assert.Equal(new ProgramRun(0, run.Output, ""), run);
        Assert.Equal(10, run.Output.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Damage_is_named_and_what_is_behind_it_is_read()
    {
        string segment = Shell.Output("find \"$1/archive/segments\" -type f -size +40M", _work.Root).TrimEnd('\n');
        Assert.Equal(0, PublishedProgram.Inspect.Run(segment).ExitCode);
        Shell.Output(
            """
            printf DAMAGE | dd of="$1" bs=1 seek=10000000 conv=notrunc status=none
            truncate -s -100 "$1"
            """,
            segment);
        ProgramRun run = PublishedProgram.Inspect.Run("--json", segment);
        Assert.Equal(10, run.ExitCode);
        Assert.Equal("", run.Error);
        List<JsonElement> lines = [.. run.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        string[] failures = [.. Items(lines, "failure").Select(failure => failure.GetProperty("failure").GetString()!)];
        Assert.Equal(["bad-magic", "bad-checksum"], failures);

        // One block in about sixty is lost, and the footer without a trailer is found.
        List<JsonElement> blocks = Items(lines, "block");
        Assert.InRange(blocks.Count, 30, 100);
        Assert.Single(blocks, block => block.GetProperty("sum").GetString() == "WRONG");
        Assert.Contains(Items(lines, "note"), note => note.GetProperty("text").GetString()!.Contains("the blocks end with a footer", StringComparison.Ordinal));
    }

    [Fact]
    public void File_that_does_not_exist_is_said_so()
    {
        ProgramRun run = PublishedProgram.Inspect.Run(_work["none"]);
        Assert.Equal(12, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(_work["none"], run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    private static List<JsonElement> Items(List<JsonElement> lines, string item) =>
        lines.FindAll(line => line.GetProperty("item").GetString() == item);
}
