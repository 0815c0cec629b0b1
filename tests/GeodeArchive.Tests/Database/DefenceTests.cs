using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Tests.Database;

/// <summary>What a database refuses, keeps and gives back where it is run in ways that nobody planned.</summary>
public sealed class DefenceTests
{
    private const string LogFolder = "/log";
    private const string OtherFolder = "/other";

    [Fact]
    public void The_log_of_another_database_is_refused_and_not_written_to()
    {
        var disk = TwoFolders();
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = CreateIn(machine, OtherFolder, LogFolder);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
        });
        SimulatedMachine.Run(2, disk, machine => DatabaseBench.Create(machine).Dispose());
        var before = Contents(disk);
        SimulatedMachine.Run(3, disk, machine =>
        {
            var refused = Assert.Throws<StoreException>(
                () => GraphDatabase.Open(machine.Machine, OpenFolder(machine, DatabaseBench.Folder), OpenFolder(machine, LogFolder), DatabaseBench.Options));
            Assert.Equal(StoreError.Damaged, refused.Error);
            Assert.Contains("name the log directory", refused.Hint, StringComparison.Ordinal);
        });
        Assert.Equal(before, Contents(disk));
        SimulatedMachine.Run(4, disk, machine =>
        {
            using var database = GraphDatabase.Open(
                machine.Machine, OpenFolder(machine, OtherFolder), OpenFolder(machine, LogFolder), DatabaseBench.Options);
            Assert.Equal([DatabaseBench.GraphName], database.GraphNames);
        });
    }

    [Fact]
    public void A_log_that_is_in_use_is_not_made_anew_for_another_database() =>
        SimulatedMachine.Run(1, TwoFolders(), machine =>
        {
            using var database = CreateIn(machine, OtherFolder, LogFolder);
            Assert.Equal(StoreError.Locked, Assert.Throws<StoreException>(() => CreateIn(machine, DatabaseBench.Folder, LogFolder)).Error);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
        });

    [Fact]
    public void Restarts_do_not_fill_the_log()
    {
        var disk = DatabaseBench.NewDisk(1);
        var options = DatabaseBench.Options with { Log = DatabaseBench.Options.Log with { SizeMax = 16 << 20 } };
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine, options);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
        });
        for (ulong restart = 0; restart < 12; restart++)
        {
            SimulatedMachine.Run(2 + restart, disk, machine => DatabaseBench.Open(machine, options).Dispose());
        }

        SimulatedMachine.Run(99, disk, machine =>
        {
            using var database = DatabaseBench.Open(machine, options);
            var text = PropertyValue.From(new string('x', 3 << 20));
            DatabaseBench.Change(database, graph => graph.CreateNode(new NodeRecord([], [new GraphProperty(1, text)])));
            database.Checkpoint();
            Assert.True(database.Log.Size <= 16 << 20, $"the log takes {database.Log.Size} bytes");
        });
    }

    [Fact]
    public void A_number_that_another_transaction_asked_for_and_did_not_commit_keeps_its_name()
    {
        var disk = DatabaseBench.NewDisk(1);
        var id = 0L;
        SimulatedMachine.Run(1, disk, machine =>
        {
            using var database = DatabaseBench.Create(machine);
            DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
            uint label;
            using (var abandoned = database.Begin())
            {
                label = abandoned.Graph(DatabaseBench.GraphName).NumberOf(NameKind.Label, "A");
            }

            DatabaseBench.Change(database, graph => id = graph.CreateNode(new NodeRecord([label], [])));
        });
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var database = DatabaseBench.Open(machine);
            DatabaseBench.Change(database, graph => Assert.NotEqual(graph.GetNode(id)!.Labels[0], graph.NumberOf(NameKind.Label, "B")));
            Assert.Equal("A", DatabaseBench.Read(database, graph => graph.NameOf(NameKind.Label, graph.GetNode(id)!.Labels[0])));
        });
    }

    [Fact]
    public void A_graph_that_was_changed_meanwhile_is_not_dropped() =>
        DatabaseBench.Run((_, database) =>
        {
            using var drop = database.Begin();
            drop.DropGraph(drop.Graph(DatabaseBench.GraphName).Id);
            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Plain(1)));
            Assert.Equal(StoreError.Conflict, Assert.Throws<StoreException>(() => drop.Commit()).Error);
            Assert.Equal(1, DatabaseBench.Read(database, graph => graph.NodeCount));
        });

    [Fact]
    public void Waiting_for_a_commit_of_the_future_does_no_harm() =>
        DatabaseBench.Run((_, database) =>
        {
            Assert.Throws<StoreException>(() => database.WaitCommitted(new CommitResult(new Xid(99), new Lsn(1 << 30), 0)));
            Assert.Null(database.Failure);
            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Plain(1)));
        });

    private static List<string> Contents(SimulatedDisk disk) =>
    [
        .. disk.Snapshot(LogFolder)
            .Where(entry => entry.Kind == FileKind.Regular)
            .Select(entry => $"{entry.Path} {Crc32C.Compute(disk.ReadFile($"{LogFolder}/{entry.Path}"))}")
            .Order(StringComparer.Ordinal),
    ];

    private static SimulatedDisk TwoFolders()
    {
        var disk = DatabaseBench.NewDisk(1);
        disk.PutDirectory(LogFolder);
        disk.PutDirectory(OtherFolder);
        return disk;
    }

    private static GraphDatabase CreateIn(SimulatedMachine machine, string data, string log) =>
        GraphDatabase.Create(machine.Machine, OpenFolder(machine, data), OpenFolder(machine, log), DatabaseBench.Options);

    private static IDirectory OpenFolder(SimulatedMachine machine, string folder) => machine.Machine.Files.OpenDirectory(FilePath.From(folder));
}
