using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Tests.Database;

namespace GeodeArchive.Tests.Cli;

/// <summary>Backups of databases that are looked into, compared and exported.</summary>
public sealed class DatabaseViewTests
{
    private readonly CommandBench _bench = new();

    public DatabaseViewTests()
    {
        _bench.Disk.PutDirectory(DatabaseBench.Folder);
        SimulatedMachine.Run(1000, _bench.Disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
            Fill(database, 400);
        });
        _bench.Output("backup create --data-dir /data --output /root/full-1");
        SimulatedMachine.Run(2000, _bench.Disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            Fill(database, 3);
        });
        _bench.Output("backup create --data-dir /data --output /root/incr-1 --type incremental");
    }

    [Fact]
    public void Show_says_what_of_the_database_is_in_the_backup()
    {
        var database = JsonDocument.Parse(_bench.Output("backup show /root/incr-1 --json")).RootElement.GetProperty("database");
        Assert.NotEqual(0, database.GetProperty("xid").GetInt64());
        Assert.Contains("\nTimeline:    ", _bench.Output("backup show /root/full-1"), StringComparison.Ordinal);
        Assert.Equal("catalog\ngraphs/\n", _bench.Output("backup ls /root/full-1"));
    }

    [Fact]
    public void Diff_says_how_many_pages_of_each_file_differ()
    {
        var lines = _bench.Output("backup diff /root/full-1 /root/incr-1 --content").Split('\n');
        Assert.Matches("^C  catalog \\([0-9]+ pages?\\)$", lines[0]);
        Assert.Matches("^C  graphs/00000001 \\([0-9]+ pages?\\)$", lines[1]);
        var full = "backup create --data-dir /data --output /root/full-2";
        _bench.Output(full);
        _bench.Output("backup diff /root/incr-1 /root/full-2 --content");
    }

    [Fact]
    public void An_export_of_a_database_restores_to_a_sound_one()
    {
        _bench.Disk.PutDirectory("/usb");
        _bench.Output("backup export /root/incr-1 --output /usb/incr-1");
        _bench.Output("backup restore --input /usb/incr-1 --data-dir /restored");
        Assert.Contains("/restored: sound; checked 1 graph", _bench.Output("store check --data-dir /restored"), StringComparison.Ordinal);
        _bench.Output("backup import /usb/incr-1 --output /other/incr-1");
        _bench.Output("backup restore --input /other/incr-1 --data-dir /restored2");
        Assert.Contains("/restored2: sound; checked 1 graph", _bench.Output("store check --data-dir /restored2"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_directory_as_source_gets_a_note()
    {
        var run = _bench.Run("backup create --source /data --output /root/tree-1");
        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Contains("note: the source looks like the data directory of a database", run.Error, StringComparison.Ordinal);
        Assert.Contains("--data-dir", run.Error, StringComparison.Ordinal);
    }

    private static void Fill(GraphDatabase database, int count) => DatabaseBench.Change(database, graph =>
    {
        for (var index = 0; index < count; index++)
        {
            graph.CreateNode(DatabaseBench.Node(graph, "label", index));
        }
    });
}
