using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Cli;

/// <summary><c>backup ls</c>, <c>backup cat</c> and <c>backup show</c>.</summary>
public sealed class ViewCommandTests
{
    private readonly CommandBench _bench = new();

    [Fact]
    public void Ls_lists_one_directory_and_with_recursive_all_below_it()
    {
        Create();
        Assert.Equal(["a", "deep/", "empty/", "large", "large.copy", "nothing", "zeros"], Lines(_bench.Output("backup ls /root/full-1")));
        Assert.Equal(["deep/c", "deep/er/"], Lines(_bench.Output("backup ls /root/full-1 deep")));
        Assert.Equal(["deep/c", "deep/er/", "deep/er/b"], Lines(_bench.Output("backup ls /root/full-1 /deep/ --recursive")));
        Assert.Equal(["deep/c"], Lines(_bench.Output("backup ls /root/full-1 ./deep//c")));
        Assert.Equal(10, Lines(_bench.Output("backup ls /root/full-1 --recursive")).Length);
        Assert.Empty(_bench.Output("backup ls /root/full-1 empty"));
    }

    [Fact]
    public void Long_lines_show_mode_owner_size_and_time()
    {
        Create();
        var line = Lines(_bench.Output("backup ls /root/full-1 --long"))[0];
        Assert.Matches("^-rw[-rwx]{7} +[0-9]+ +[0-9]+ +5 [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} a$", line);
    }

    [Fact]
    public void Json_is_one_line_an_entry()
    {
        Create();
        var entries = Lines(_bench.Output("backup ls /root/full-1 --recursive --json"))
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(10, entries.Count);
        Assert.Equal(
            [
                "path", "type", "mode", "uid", "gid", "size", "modified", "link_count", "target", "device", "attributes", "state",
            ],
            entries[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("deep/c", entries[2].GetProperty("path").GetString());
        Assert.Equal(70_000, entries[2].GetProperty("size").GetInt64());
        Assert.Equal("complete", entries[2].GetProperty("state").GetString());
        Assert.Equal("directory", entries[1].GetProperty("type").GetString());
    }

    [Fact]
    public void Names_that_are_not_text_are_shown_and_taken_in_the_same_form()
    {
        var odd = new byte[] { (byte)'o', 0xFF, (byte)'\\', (byte)'\n' };
        _bench.Disk.PutDirectory("/source/odd");
        SimulatedMachine.Run(99, _bench.Disk, simulated =>
        {
            using var directory = simulated.Machine.Files.OpenDirectory(FilePath.From("/source/odd"));
            directory.CreateSymbolicLink(FileName.From("link"), "else\u0001where"u8);
            using var file = directory.CreateFile(FileName.From(odd), 0x180);
            file.Write("content"u8, 0);
        });
        Create();
        Assert.Equal(["odd/link", @"odd/o\xff\x5c\x0a"], Lines(_bench.Output("backup ls /root/full-1 odd")));
        Assert.Equal("content"u8.ToArray(), _bench.Run(@"backup cat /root/full-1 odd/o\xff\x5c\x0a").Bytes);
        Assert.EndsWith(@" odd/link -> else\x01where", Lines(_bench.Output("backup ls /root/full-1 odd --long"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Cat_writes_the_bytes_with_holes_as_zeros()
    {
        Create();
        foreach (var path in new[] { "a", "nothing", "large.copy", "zeros", "deep/er/b" })
        {
            var run = _bench.Run($"backup cat /root/full-1 {path}");
            Assert.Equal(ExitCodes.Done, run.ExitCode);
            Assert.Empty(run.Error);
            Assert.Equal(_bench.Disk.ReadFile($"/source/{path}"), run.Bytes);
        }
    }

    [Theory]
    [InlineData("backup ls /root/full-1 none", "there is no none in backup full-1")]
    [InlineData("backup ls /root/full-1 a/b", "there is no a/b in backup full-1")]
    [InlineData("backup cat /root/full-1 none", "there is no none in backup full-1")]
    [InlineData("backup cat /root/full-1 deep", "deep is no file, but a directory")]
    [InlineData("backup cat /root/full-1 .", ". is no file, but a directory")]
    [InlineData("backup cat /root/none a", "there is no backup named none")]
    [InlineData("backup ls /root/none", "there is no backup named none")]
    [InlineData("backup show /root/none", "there is no backup named none")]
    public void What_is_not_there_is_not_found(string commandLine, string message)
    {
        Create();
        var run = _bench.Run(commandLine);
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.StartsWith($"geode-archive: {message}\nhint: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(run.Bytes);
    }

    [Fact]
    public void A_way_out_of_the_backup_is_refused()
    {
        Create();
        Assert.Equal(ExitCodes.Usage, _bench.Run("backup cat /root/full-1 ../a").ExitCode);
    }

    [Fact]
    public void Cat_of_a_file_that_could_not_be_read_is_incomplete()
    {
        _bench.Disk.AddFault(SimulatedFault.UnreadableFile(path => path.EndsWith("/deep/c", StringComparison.Ordinal)));
        Assert.Equal(ExitCodes.Incomplete, _bench.Run("backup create --source /source --output /root/full-1").ExitCode);
        var run = _bench.Run("backup cat /root/full-1 deep/c");
        Assert.Equal(ExitCodes.Incomplete, run.ExitCode);
        Assert.Equal("geode-archive: deep/c: it could not be read when it was backed up\n", run.Error);
        Assert.Empty(run.Bytes);
        Assert.EndsWith("(it could not be read when it was backed up)\n", _bench.Output("backup ls /root/full-1 deep/c --long"), StringComparison.Ordinal);
    }

    [Fact]
    public void Cat_of_a_damaged_file_names_it()
    {
        Create();
        var largest = _bench.Disk.Snapshot("/root/archive/segments").MaxBy(entry => entry.Content.Length)!;
        _bench.Disk.FlipBits("/root/archive/segments/" + largest.Path, offset: 4096 + 200_000, mask: 1);
        var run = _bench.Run("backup cat /root/full-1 large");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("needed by large", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_says_all_that_is_known()
    {
        Create();
        _bench.Output("backup create --source /source --output /root/incr-1 --type incremental");
        var text = _bench.Output("backup show /root/incr-1");
        Assert.Contains("\nParent:      full-1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nSource:      /source\n", text, StringComparison.Ordinal);
        Assert.Contains("\nBackup file: ok\n", text, StringComparison.Ordinal);
        var document = JsonDocument.Parse(_bench.Output("backup show /root/incr-1 --json")).RootElement;
        Assert.Equal("host", document.GetProperty("host").GetString());
        Assert.Equal("geode-archive 1.2.3", document.GetProperty("program").GetString());
        Assert.Equal("directory", document.GetProperty("source_kind").GetString());
        Assert.True(document.GetProperty("needed_size").GetInt64() > 300_000);
        Assert.True(document.GetProperty("exclusive_size").GetInt64() < 100_000);
        Assert.NotEqual(0, document.GetProperty("segments").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("database").ValueKind);
    }

    [Fact]
    public void A_damaged_or_missing_backup_file_is_shown_and_listed()
    {
        Create();
        _bench.Disk.FlipBits("/root/full-1", offset: 10, mask: 1);
        Assert.Contains("\nBackup file: damaged\n", _bench.Output("backup show /root/full-1"), StringComparison.Ordinal);
        Assert.EndsWith("  file damaged\n", _bench.Output("backup list /root"), StringComparison.Ordinal);
        Assert.Contains("\"file_state\": \"damaged\"", _bench.Output("backup list /root --json"), StringComparison.Ordinal);
        Assert.Contains(") file damaged\n", _bench.Output("backup list --chain /root/full-1"), StringComparison.Ordinal);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Create() => _bench.Output("backup create --source /source --output /root/full-1");
}
