using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Store.Checking;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Transactions;
using GeodeArchive.Wal;

namespace GeodeArchive.Tests.Database;

/// <summary>A database on a simulated disk.</summary>
internal static class DatabaseBench
{
    public const string Folder = "/data";
    public const string GraphName = "social";

    public static DatabaseOptions Options { get; } = new()
    {
        Log = new LogOptions { SegmentSize = 2 << 20, SizeMax = 48 << 20, CommitTimeout = TimeSpan.FromSeconds(5) },
        Store = new StoreOptions { CacheSizeMax = 4 << 20 },
        DirtySizeMax = 8 << 20,
    };

    public static SimulatedDisk NewDisk(ulong seed)
    {
        var disk = new SimulatedDisk(seed);
        disk.PutDirectory(Folder);
        return disk;
    }

    public static GraphDatabase Create(SimulatedMachine machine, DatabaseOptions? options = null) =>
        GraphDatabase.Create(machine.Machine, OpenFolder(machine), null, options ?? Options);

    public static GraphDatabase Open(SimulatedMachine machine, DatabaseOptions? options = null) =>
        GraphDatabase.Open(machine.Machine, OpenFolder(machine), null, options ?? Options);

    /// <summary>What is wrong with the files of a database.</summary>
    public static List<StoreFinding> Check(SimulatedMachine machine, string folder)
    {
        var findings = new List<StoreFinding>();
        using var data = machine.Machine.Files.OpenDirectory(FilePath.From(folder));
        using var files = new DirectoryStoreFiles(machine.Machine, data);
        StoreCheck.Run(files, findings.Add, checksRows: true);
        return findings;
    }

    /// <summary>Runs with a new database that has one empty graph.</summary>
    public static void Run(Action<SimulatedMachine, GraphDatabase> body, DatabaseOptions? options = null) =>
        SimulatedMachine.Run(1, NewDisk(1), machine =>
        {
            using var database = Create(machine, options);
            CreateGraph(database, GraphName);
            body(machine, database);
        });

    public static GraphId CreateGraph(GraphDatabase database, string name)
    {
        using var transaction = database.Begin();
        var graph = transaction.CreateGraph(name).Id;
        transaction.Commit();
        return graph;
    }

    public static CommitResult Change(GraphDatabase database, Action<GraphView> change)
    {
        using var transaction = database.Begin();
        change(transaction.Graph(GraphName));
        return transaction.Commit();
    }

    public static T Read<T>(GraphDatabase database, Func<GraphView, T> read)
    {
        using var transaction = database.Begin(isReadOnly: true);
        return read(transaction.Graph(GraphName));
    }

    public static NodeRecord Node(GraphView graph, string label, long value) => new(
        [graph.NumberOf(NameKind.Label, label)],
        [new GraphProperty(graph.NumberOf(NameKind.PropertyKey, "value"), PropertyValue.From(value))]);

    public static NodeRecord Plain(long value) => new([], [new GraphProperty(1, PropertyValue.From(value))]);

    public static long ValueOf(NodeRecord node) => node.Properties[0].Value.AsInteger();

    public static RelationshipRecord Link(GraphView graph, string type, long start, long end) =>
        new(graph.NumberOf(NameKind.RelationshipType, type), start, end, []);

    private static IDirectory OpenFolder(SimulatedMachine machine) => machine.Machine.Files.OpenDirectory(FilePath.From(Folder));
}
