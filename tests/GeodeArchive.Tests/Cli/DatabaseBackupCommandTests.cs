using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Tests.Database;

namespace GeodeArchive.Tests.Cli;

/// <summary>Whole runs of <c>backup create --data-dir</c>.</summary>
public sealed class DatabaseBackupCommandTests
{
    private const string Create = "backup create --data-dir /data --output /root/";

    private readonly CommandBench _bench = new();

    public DatabaseBackupCommandTests()
    {
        _bench.Disk.PutDirectory(DatabaseBench.Folder);
        SimulatedMachine.Run(1000, _bench.Disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
            Fill(database, 400);
        });
    }

    [Fact]
    public void A_database_is_backed_up_listed_verified_and_restored()
    {
        Assert.Matches("^full-1: 2 files, .* read, .* new, .* stored.*\n$", _bench.Output(Create + "full-1"));
        Change(2000, database => Fill(database, 3));
        using var document = JsonDocument.Parse(_bench.Output(Create + "incr-1 --type incremental --json"));
        var backup = document.RootElement.GetProperty("backup");
        Assert.Equal("full-1", backup.GetProperty("parent").GetString());
        Assert.Empty(document.RootElement.GetProperty("notes").EnumerateArray());
        Assert.True(backup.GetProperty("read_size").GetInt64() < backup.GetProperty("logical_size").GetInt64());
        Assert.Contains("incr-1", _bench.Output("backup list /root"), StringComparison.Ordinal);
        Assert.Contains("intact", _bench.Output("backup verify --input /root/incr-1"), StringComparison.OrdinalIgnoreCase);
        _bench.Output("backup restore --input /root/incr-1 --data-dir /restored");
        Assert.Contains("/restored: sound; checked 1 graph", _bench.Output("store check --data-dir /restored"), StringComparison.Ordinal);
        var names = _bench.Disk.Snapshot("/restored").Select(entry => entry.Path).Where(path => !path.StartsWith("wal/", StringComparison.Ordinal));
        Assert.Equal(["catalog", "graphs", "graphs/00000001", "lock", "wal"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_running_database_is_refused_and_no_root_is_made() => OnMachine(3000, machine =>
    {
        using var database = DatabaseBench.Open(machine);
        var run = CommandRun.On(machine.Machine, Create + "full-1");
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("/data is open in another process", run.Error, StringComparison.Ordinal);
        Assert.False(_bench.Disk.Contains("/root"));
    });

    [Fact]
    public void What_is_no_database_is_not_found_and_no_root_is_made()
    {
        var run = _bench.Run("backup create --data-dir /source --output /root/full-1");
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains("there is no database in /source", run.Error, StringComparison.Ordinal);
        Assert.False(_bench.Disk.Contains("/root"));
    }

    [Fact]
    public void A_damaged_page_ends_the_backup_with_its_place()
    {
        _bench.Output(Create + "full-1");
        var page = 0L;
        Change(4000, database =>
        {
            using var checkpoint = database.Store.OpenLastCheckpoint();
            page = checkpoint.Graphs[new GraphId(1)].Space.Page.Value;
        });
        _bench.Disk.FlipBits("/data/graphs/00000001", (page * StoreLimits.PageSize) + 9000, 1);
        var run = _bench.Run(Create + "full-2");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains($"graphs/00000001: bad-checksum at offset {page * StoreLimits.PageSize}: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("full-2", _bench.Output("backup list /root"), StringComparison.Ordinal);
    }

    private static void Fill(GraphDatabase database, int count) => DatabaseBench.Change(database, graph =>
    {
        for (var index = 0; index < count; index++)
        {
            graph.CreateNode(DatabaseBench.Node(graph, "label", index));
        }
    });

    private void Change(ulong seed, Action<GraphDatabase> change) => OnMachine(seed, machine =>
    {
        using var database = DatabaseBench.Open(machine);
        change(database);
    });

    private void OnMachine(ulong seed, Action<SimulatedMachine> body) => SimulatedMachine.Run(seed, _bench.Disk, body);
}
