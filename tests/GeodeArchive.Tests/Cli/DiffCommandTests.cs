using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Tests.Backup;

namespace GeodeArchive.Tests.Cli;

/// <summary><c>backup diff</c>.</summary>
public sealed class DiffCommandTests
{
    private readonly CommandBench _bench = new();

    public DiffCommandTests() => _bench.Output("backup create --source /source --output /root/full-1");

    [Fact]
    public void Equal_backups_differ_in_nothing_whatever_their_types()
    {
        _bench.Output("backup create --source /source --output /root/incr-1 --type incremental");
        const string none = "0 added (0 KB), 0 removed (0 KB), 0 of another type, 0 with other content, 0 with other metadata\n";
        Assert.Equal(none, _bench.Output("backup diff /root/full-1 /root/incr-1"));
        Assert.Equal(none, _bench.Output("backup diff /root/incr-1 /root/full-1 deep"));
    }

    [Fact]
    public void What_was_added_removed_and_changed_is_told_in_order()
    {
        SampleTree.Change(_bench.Disk, seed: 7);
        Delete("/source", "a");
        _bench.Output("backup create --source /source --output /root/incr-1 --type incremental");
        var lines = Changes("/root/full-1 /root/incr-1 --content");
        Assert.Equal(["-  a", "C  deep/c", "+  fresh/", "+  fresh/d", "+  new"], lines[..^1]);
        Assert.Equal("3 added (39 KB), 1 removed (1 KB), 0 of another type, 1 with other content, 0 with other metadata", lines[^1]);
        Assert.Equal(["+  a", "C  deep/c", "-  fresh/", "-  fresh/d", "-  new"], Changes("/root/incr-1 /root/full-1 --content")[..^1]);
        Assert.Equal(["C  deep/c"], Changes("/root/full-1 /root/incr-1 deep --content")[..^1]);
        Assert.Equal(["+  fresh/", "+  fresh/d"], Changes("/root/full-1 /root/incr-1 fresh --content")[..^1]);
    }

    [Fact]
    public void Metadata_and_types_are_told_apart_from_content()
    {
        SimulatedMachine.Run(99, _bench.Disk, simulated =>
        {
            using var source = simulated.Machine.Files.OpenDirectory(FilePath.From("/source"));
            source.SetMode(FileName.From("large"), 0x1ED);
            source.DeleteFile(FileName.From("zeros"));
            source.CreateSymbolicLink(FileName.From("zeros"), "a"u8);
        });
        _bench.Output("backup create --source /source --output /root/full-2");
        Assert.Equal(["M  large", "T  zeros (was a file)"], Changes("/root/full-1 /root/full-2")[1..^1]);
        Assert.Equal(["T  zeros (was a file)"], Changes("/root/full-1 /root/full-2 --content")[..^1]);
        Assert.Contains("M  large", Changes("/root/full-1 /root/full-2 --metadata"));
        Assert.Equal(ExitCodes.Usage, _bench.Run("backup diff /root/full-1 /root/full-2 --metadata --content").ExitCode);
    }

    [Fact]
    public void A_directory_that_became_a_file_takes_its_content_with_it()
    {
        Delete("/source/deep/er", "b");
        Delete("/source/deep", "er", isDirectory: true);
        _bench.Disk.PutFile("/source/deep/er", "x"u8);
        _bench.Output("backup create --source /source --output /root/full-2");
        Assert.Equal(["T  deep/er (was a directory)", "-  deep/er/b"], Changes("/root/full-1 /root/full-2 deep/er")[..^1]);
    }

    [Fact]
    public void Backups_of_different_roots_are_compared_as_well()
    {
        _bench.Output("backup create --source /source --output /other/full-2 --compress none");
        Assert.Single(Changes("/root/full-1 /other/full-2"));
    }

    [Fact]
    public void Json_is_one_line_a_change_and_the_totals_last()
    {
        SampleTree.Change(_bench.Disk, seed: 7);
        _bench.Output("backup create --source /source --output /root/full-2");
        var lines = Changes("/root/full-1 /root/full-2 --content --json").Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["path", "changes", "before", "after", "changed_page_count"], lines[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("content", Assert.Single(lines[0].GetProperty("changes").EnumerateArray()).GetString());
        Assert.Equal(60_000, lines[0].GetProperty("after").GetProperty("size").GetInt64());
        Assert.Equal(3, lines[^1].GetProperty("totals").GetProperty("added_count").GetInt64());
    }

    [Fact]
    public void What_neither_backup_has_is_not_found()
    {
        Assert.Equal(ExitCodes.NotFound, _bench.Run("backup diff /root/full-1 /root/full-1 none").ExitCode);
        Assert.Equal(ExitCodes.NotFound, _bench.Run("backup diff /root/full-1 /root/none").ExitCode);
    }

    private string[] Changes(string arguments) =>
        _bench.Output($"backup diff {arguments}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Delete(string path, string name, bool isDirectory = false) => SimulatedMachine.Run(98, _bench.Disk, simulated =>
    {
        using var directory = simulated.Machine.Files.OpenDirectory(FilePath.From(path));
        if (isDirectory)
        {
            directory.DeleteDirectory(FileName.From(name));
        }
        else
        {
            directory.DeleteFile(FileName.From(name));
        }
    });
}
