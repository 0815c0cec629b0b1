using System.Text.Json;

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>The published programs on the files of a store.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly Workspace _work = new();
    private readonly string _data;
    private readonly string _graph;

    public StoreTests()
    {
        _data = _work["data"];
        _graph = Path.Combine(_data, "graphs", "00000001");
        SampleStore.Put(_data);
    }

    [Fact]
    public void A_sound_store_is_checked_and_not_written_to()
    {
        string before = Shell.Output("find \"$1\" -printf '%p %T@ %s\\n' | sort", _data);
        string output = Workspace.Succeed(PublishedProgram.Archive.Run("store", "check", "--data-dir", _data));
        Assert.Matches("^.*/data: sound; checked 1 graph, 15 pages, 28 keys, [0-9]+ KB, [0-9.]+ s\n$", output);
        Assert.Equal(before, Shell.Output("find \"$1\" -printf '%p %T@ %s\\n' | sort", _data));
    }

    [Fact]
    public void Damage_is_named_with_file_and_offset()
    {
        SampleStore.Damage(_graph, (3 * SampleStore.PageSize) + 16000);
        ProgramRun run = PublishedProgram.Archive.Run("store", "check", "--data-dir", _data, "--json");
        Assert.Equal(10, run.ExitCode);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement damage = Assert.Single(document.RootElement.GetProperty("damages").EnumerateArray());
        Assert.Equal("graphs/00000001", damage.GetProperty("file").GetString());
        Assert.Equal(3 * SampleStore.PageSize, damage.GetProperty("offset").GetInt64());
        Assert.Equal("bad-checksum", damage.GetProperty("failure").GetString());
        run = PublishedProgram.Inspect.Run("page", _graph, "3");
        Assert.Equal(10, run.ExitCode);
        Assert.Contains("\n! bad-checksum at offset 49152: ", run.Output, StringComparison.Ordinal);
        run = PublishedProgram.Inspect.Run("tree", _data, "--graph", "1");
        Assert.Equal(10, run.ExitCode);
        Assert.Contains("  2 keys: node\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_store_is_not_found()
    {
        Assert.Equal(12, PublishedProgram.Archive.Run("store", "check", "--data-dir", _work["none"]).ExitCode);
        ProgramRun run = PublishedProgram.Archive.Run("store", "check", "--data-dir", Path.Combine(_data, "graphs"));
        Assert.Equal(12, run.ExitCode);
        Assert.Contains("there is no store: the file catalog is missing", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, PublishedProgram.Archive.Run("store", "check").ExitCode);
    }

    [Fact]
    public void Superblocks_trees_and_pages_are_explained()
    {
        string output = Workspace.Succeed(PublishedProgram.Inspect.Run("superblock", _data));
        Assert.Contains("  slot 2 is used: it is valid, and of the highest generation, 2\n", output, StringComparison.Ordinal);
        output = Workspace.Succeed(PublishedProgram.Inspect.Run("tree", _graph));
        Assert.Contains("\nintact; 6 pages on 2 levels, 25 keys, ", output, StringComparison.Ordinal);
        output = Workspace.Succeed(PublishedProgram.Inspect.Run("page", _graph, "3"));
        Assert.Contains("key label 2 node 2 ", output, StringComparison.Ordinal);
        output = Workspace.Succeed(PublishedProgram.Inspect.Run(Path.Combine(_data, "catalog"), _graph));
        Assert.Equal(2, output.Split('\n').Count(line => line.StartsWith("intact; ", StringComparison.Ordinal)));
    }

    public void Dispose() => _work.Dispose();
}
