using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Tests.Database;
using GeodeArchive.Tests.Store;

namespace GeodeArchive.Tests.Cli;

/// <summary>Whole runs of <c>store check</c>.</summary>
public sealed class StoreCheckTests
{
    private const string Check = "store check --data-dir /data";

    private readonly CommandBench _bench = new();

    public StoreCheckTests() => GraphBench.PutStore(_bench.Disk, GraphBench.SampleRows());

    [Fact]
    public void A_sound_store_is_said_to_be_and_nothing_is_written()
    {
        var before = _bench.Everything();
        Assert.Matches("^/data: sound; checked 1 graph, [0-9]+ pages, 27 keys, [0-9]+ KB, [0-9.]+ s\n$", _bench.Output(Check));
        Assert.Equal(before, _bench.Everything());
    }

    [Fact]
    public void Damage_is_one_line_each_with_file_and_offset_and_a_hint()
    {
        _bench.Disk.FlipBits(GraphBench.GraphPath, 2 * StoreLimits.PageSize, 1);
        var run = _bench.Run(Check);
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("graphs/00000001: bad-magic at offset 32768: not a page of a tree (page)\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("/data: DAMAGED in 1 place; checked 1 graph, ", run.Output);
        Assert.Contains("hint: restore the data directory from a backup", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_do_not_agree_are_damage()
    {
        var rows = GraphBench.SampleRows();
        rows.Remove(GraphBench.KeyOf(GraphKeyspace.LabelCount));
        var bench = new CommandBench();
        GraphBench.PutStore(bench.Disk, rows);
        var run = bench.Run(Check);
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("graphs/00000001: bad-reference: the counts of labels (06)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_with_another_fingerprint_is_named()
    {
        var bench = new CommandBench();
        GraphBench.PutStore(bench.Disk, GraphBench.SampleRows(), new GraphAttributes("people\n", GraphFingerprint.Empty));
        var run = bench.Run(Check);
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("graphs/00000001: bad-reference: the fingerprint of graph \"people\\x0a\" is ", run.Output, StringComparison.Ordinal);
        Assert.Matches("/data: DAMAGED in 1 place; ", run.Output);
    }

    [Fact]
    public void A_running_database_is_left_alone()
    {
        DatabaseBench.Run((machine, _) =>
        {
            var run = CommandRun.On(machine.Machine, Check);
            Assert.Equal(ExitCodes.Failed, run.ExitCode);
            Assert.Empty(run.Output);
            Assert.Equal("geode-archive: /data is open in another process\nhint: stop the server, or check a copy\n", run.Error);
        });
    }

    [Fact]
    public void A_database_that_was_stopped_is_sound_and_can_be_started_after()
    {
        var disk = DatabaseBench.NewDisk(1);
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
            DatabaseBench.Change(database, graph =>
            {
                var node = graph.CreateNode(DatabaseBench.Node(graph, "Person", 1));
                graph.CreateRelationship(DatabaseBench.Link(graph, "KNOWS", node, node));
            });
            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Node(graph, "Person", 2)));
            database.Checkpoint();
        });
        var before = disk.Snapshot("/");
        SimulatedMachine.Run(2, disk, machine =>
        {
            var run = CommandRun.On(machine.Machine, Check);
            Assert.True(run.ExitCode == ExitCodes.Done, run.Output + run.Error);
            Assert.StartsWith("/data: sound; checked 1 graph, ", run.Output, StringComparison.Ordinal);
            Assert.Equal(before, disk.Snapshot("/"));
            using var database = DatabaseBench.Open(machine);
        });
    }

    [Fact]
    public void A_database_cannot_start_while_it_is_checked()
    {
        var disk = DatabaseBench.NewDisk(1);
        SimulatedMachine.Run(1, disk, machine => DatabaseBench.Create(machine).Dispose());
        SimulatedMachine.Run(2, disk, machine =>
        {
            using (OfflineStore.Open(machine.Machine, FilePath.From(DatabaseBench.Folder)))
            {
                Assert.Equal(StoreError.Locked, Assert.Throws<StoreException>(() => DatabaseBench.Open(machine)).Error);
            }

            DatabaseBench.Open(machine).Dispose();
        });
    }

    [Fact]
    public void A_missing_file_of_a_graph_is_damage()
    {
        using (var folder = _bench.Disk.OpenDirectory(FilePath.From("/data/graphs")))
        {
            folder.DeleteFile(FileName.From("00000001"));
        }

        var run = _bench.Run(Check);
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.StartsWith("graphs/00000001: bad-reference: the file is missing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Document_describes_what_was_checked_and_each_damage()
    {
        _bench.Disk.FlipBits(GraphBench.GraphPath, 2 * StoreLimits.PageSize, 1);
        var run = _bench.Run(Check + " --json");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Empty(run.Error);
        var document = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("/data", document.GetProperty("data_dir").GetString());
        Assert.False(document.GetProperty("intact").GetBoolean());
        Assert.Equal(1, document.GetProperty("graph_count").GetInt64());
        Assert.Equal(document.GetProperty("page_count").GetInt64() * StoreLimits.PageSize, document.GetProperty("checked_size").GetInt64());
        var damage = Assert.Single(document.GetProperty("damages").EnumerateArray());
        Assert.Equal("graphs/00000001", damage.GetProperty("file").GetString());
        Assert.Equal(32768, damage.GetProperty("offset").GetInt64());
        Assert.Equal("bad-magic", damage.GetProperty("failure").GetString());
        Assert.Equal("page", damage.GetProperty("structure").GetString());
        Assert.False(document.GetProperty("has_more_damage").GetBoolean());
    }

    [Theory]
    [InlineData("store check --data-dir /missing", ExitCodes.NotFound)]
    [InlineData("store check --data-dir /source", ExitCodes.NotFound)]
    [InlineData("store check", ExitCodes.Usage)]
    [InlineData("store check /data", ExitCodes.Usage)]
    [InlineData("store", ExitCodes.Usage)]
    public void What_is_no_store_is_refused(string commandLine, int exitCode)
    {
        var run = _bench.Run(commandLine);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public void A_file_that_the_medium_does_not_give_back_is_a_failure()
    {
        _bench.Disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.Read, Path = path => path == GraphBench.GraphPath });
        var run = _bench.Run(Check);
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("graphs/00000001", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_of_a_newer_program_is_not_taken_for_damaged()
    {
        var catalog = _bench.Disk.ReadFile("/data/catalog");
        catalog[8] = 1;
        var end = StoreLimits.PageSize - sizeof(uint);
        BitConverter.TryWriteBytes(catalog.AsSpan(end), Crc32C.Compute(catalog.AsSpan(0, end)));
        _bench.Disk.PutFile("/data/catalog", catalog);
        var run = _bench.Run(Check);
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("hint: use a newer program", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_is_drawn_on_a_terminal_only()
    {
        _bench.Disk.OperationDuration = TimeSpan.FromMilliseconds(100);
        var run = _bench.Run(Check, RecordingConsole.Piped with { IsErrorTerminal = true });
        Assert.Contains("\rchecking  [", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("\r", run.Error, StringComparison.Ordinal);
        Assert.Empty(_bench.Run(Check + " --json", RecordingConsole.Piped with { IsErrorTerminal = true }).Error);
    }
}
