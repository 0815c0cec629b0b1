using GeodeArchive.Cli;
using GeodeArchive.Io.Files;
using GeodeArchive.Tests.Backup;

namespace GeodeArchive.Tests.Cli;

/// <summary>Whole runs, from the command line to what was printed.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("lz4")]
    [InlineData("lz4:9")]
    [InlineData("zstd:-1")]
    [InlineData("zstd:19")]
    [InlineData("gzip")]
    public void What_was_backed_up_is_restored(string compression)
    {
        var bench = new CommandBench();
        var option = compression.Length == 0 ? string.Empty : $" --compress {compression}";
        var created = bench.Output($"backup create --source /source --output /new/root/full-1 --parallel 3{option}");
        Assert.Matches("^full-1: 7 files, 757 KB read, [0-9]+ KB new, [0-9]+ KB stored( \\(ratio [0-9.]+\\))?, [0-9.]+ s\n$", created);
        Assert.Matches(
            "^full-1: 11 entries, 757 KB restored to /target, [0-9.]+ s\n$",
            bench.Output("backup restore --input /new/root/full-1 --data-dir /target"));
        Assert.Equal(bench.Disk.Snapshot("/source"), bench.Disk.Snapshot("/target"));
        Assert.Matches(
            "^full-1: intact; checked [0-9]+ KB in [0-9]+ segments, and 11 entries, [0-9.]+ s\n$",
            bench.Output("backup verify --input /new/root/full-1"));
    }

    [Fact]
    public void A_chain_is_made_listed_and_restored_from_each_of_its_members()
    {
        var bench = new CommandBench();
        bench.Output("backup create --source /source --output /root/full-1");
        var first = bench.Disk.Snapshot("/source");
        SampleTree.Change(bench.Disk, 7);
        var second = bench.Disk.Snapshot("/source");
        bench.Output("backup create --source /source --output /root/incr-1 --type incremental --base-backup /root/../root/full-1");
        bench.Output("backup create --source /source --output /root/incr-2 --type incremental --base-backup full-1");
        bench.Output("backup create --source /source --output /root/diff-1 --type differential");
        bench.Output("backup create --source /source --output /root/full-2");

        foreach (var name in new[] { "full-1", "incr-1", "incr-2", "diff-1", "full-2" })
        {
            bench.Output($"backup restore --input /root/{name} --data-dir /restored/{name}");
            Assert.Equal(name == "full-1" ? first : second, bench.Disk.Snapshot($"/restored/{name}"));
        }

        var rows = Rows(bench.Output("backup list /root/"));
        Assert.Equal(["full-1", "incr-1", "incr-2", "diff-1", "full-2"], rows.Select(row => row[0]));
        Assert.Equal(["-", "full-1", "incr-1", "full-1", "-"], rows.Select(row => row[^2]));
        var chain = bench.Output("backup list --chain /root/incr-2");
        Assert.StartsWith("Backup Chain for full-1:\n  1. full-1 (", chain, StringComparison.Ordinal);
        Assert.Contains("\n  4. diff-1 (", chain, StringComparison.Ordinal);
        Assert.DoesNotContain("full-2", chain, StringComparison.Ordinal);
        Assert.Equal(chain, bench.Output("backup list /root --chain full-1"));
        Assert.Equal(chain, bench.Output("backup list /root --chain /root/diff-1"));
    }

    [Fact]
    public void Source_is_the_same_whichever_way_leads_there()
    {
        var bench = new CommandBench();
        bench.Output("backup create --source ./source/deep/.. --output root/full-1");
        bench.Output("backup create --source /source/ --output root/incr-1 --type incremental");
        Assert.Equal("full-1", Rows(bench.Output("backup list root"))[1][^2]);
        bench.Output("backup restore --input root/incr-1 --data-dir restored/deep/er");
        Assert.Equal(bench.Disk.Snapshot("/source"), bench.Disk.Snapshot("/restored/deep/er"));
    }

    [Fact]
    public void Archive_root_inside_the_source_is_left_out_and_said_to_be()
    {
        var bench = new CommandBench();
        bench.Output("backup create --source /source --output /source/deep/backups/full-1");
        var run = bench.Run("backup create --source /source --output /source/deep/backups/full-2");
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Equal("geode-archive: note: deep/backups is the archive root itself and was left out\n", run.Error);
        bench.Output("backup restore --input /source/deep/backups/full-2 --data-dir /target");
        Assert.False(bench.Disk.Contains("/target/deep/backups"));
        Assert.True(bench.Disk.Contains("/target/deep/c"));
    }

    [Fact]
    public void Missing_backup_file_is_listed_as_missing_and_the_backup_restores()
    {
        var bench = new CommandBench();
        bench.Output("backup create --source /source --output /root/full-1");
        Remove(bench, "/root", "full-1");
        Assert.EndsWith("  -       file missing\n", bench.Output("backup list /root"), StringComparison.Ordinal);
        bench.Output("backup restore --input /root/full-1 --data-dir /target");
        var verified = bench.Run("backup verify --input /root/full-1");
        Assert.Equal(ExitCodes.Done, verified.ExitCode);
        Assert.Contains("note: full-1: the backup file is missing", verified.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Backup_whose_name_has_a_backslash_is_not_listed_as_missing()
    {
        var bench = new CommandBench();
        bench.Output("backup create --source /source --output /root/a\\b");
        Assert.EndsWith("  -       ok\n", bench.Output("backup list /root"), StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_prints_nothing() =>
        Assert.Empty(new CommandBench().Output("backup create --source /source --output /root/full-1 --quiet"));

    [Fact]
    public void Empty_root_has_no_backups()
    {
        var bench = new CommandBench();
        bench.Disk.PutDirectory("/empty");
        bench.Output("backup create --source /empty --output /root/full-1");
        Assert.Contains("full-1", bench.Output("backup list /root"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_a_function_of_its_seed()
    {
        ulong Trace()
        {
            var bench = new CommandBench(seed: 5);
            bench.Run("backup create --source /source --output /root/full-1", RecordingConsole.Piped with { IsErrorTerminal = true });
            return bench.TraceHash;
        }

        Assert.Equal(Trace(), Trace());
    }

    private static void Remove(CommandBench bench, string directory, string name)
    {
        using var opened = bench.Disk.OpenDirectory(FilePath.From(directory));
        opened.DeleteFile(FileName.From(name));
    }

    /// <summary>The lines of a table without its header, as words.</summary>
    private static List<string[]> Rows(string table) =>
    [
        .. from line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        select line.Split(' ', StringSplitOptions.RemoveEmptyEntries),
    ];
}
