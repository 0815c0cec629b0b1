using System.Globalization;
using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Loading;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Tests.Database;

namespace GeodeArchive.Tests.Loading;

/// <summary>What is exported loads as the same graph, by its fingerprint; and the same input gives the same graph, however it is cut.</summary>
public sealed class RoundTripTests
{
    private const int NodeCount = 300;

    public static TheoryData<InputFormat, ulong> Cases =>
        [.. new[] { InputFormat.Csv, InputFormat.Tsv, InputFormat.JsonLines }.SelectMany(format => new ulong[] { 1, 2, 3 }.Select(seed => (format, seed)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Export_and_load_give_the_same_fingerprint(InputFormat format, ulong seed)
    {
        SimulatedDisk disk = DatabaseBench.NewDisk(seed);
        disk.PutDirectory("/out");
        SimulatedMachine.Run(seed, disk, machine =>
        {
            using GraphDatabase database = DatabaseBench.Create(machine);
            Fill(database, (int)seed);
            using (IDirectory output = machine.Machine.Files.OpenDirectory(FilePath.From("/out")))
            {
                ExportResult exported = new GraphExporter(database, new ExportOptions { Graph = "made", Format = format }, new LoadProgress()).Run(output);
                Assert.Equal(NodeCount, exported.NodeCount);
            }

            // Small chunks, so that there are many, and records that do not fit into one.
            LoadOptions options = new() { Graph = "again", BatchSize = 37, WorkerCount = 3, ChunkSize = 4096 };
            string ending = format switch { InputFormat.Csv => "csv", InputFormat.Tsv => "tsv", _ => "jsonl" };
            LoadInput[] inputs =
            [
                new(FilePath.From($"/out/nodes.{ending}"), false, [], format),
                new(FilePath.From($"/out/relationships.{ending}"), true, [], format),
            ];
            new LoadPipeline(machine.Machine, database, options, new LoadProgress()).Run(inputs);
            Assert.Equal(Fingerprint(database, "made"), Fingerprint(database, "again"));
            Assert.Equal(Fingerprint(database, "again"), Computed(database, "again"));
            Assert.Equal(NodeCount, new LoadPipeline(machine.Machine, null, options, new LoadProgress()).Run(inputs).NodeCount);
        });
        SimulatedMachine.Run(seed + 1, disk, machine => Assert.Empty(DatabaseBench.Check(machine, DatabaseBench.Folder)));
    }

    [Fact]
    public void The_same_input_gives_the_same_graph_however_it_is_cut()
    {
        StringBuilder table = new(":ID,a:int,:LABEL\n");
        for (int i = 0; i < 500; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{i},{i},L{i % 40}{(i % 7 == 0 ? ";M" : string.Empty)}\n");
        }

        HashSet<GraphFingerprint> found = [];
        foreach ((int workers, int size, int batch) in new[] { (1, 1 << 20, 10_000), (4, 64, 1), (2, 300, 13) })
        {
            SimulatedDisk disk = DatabaseBench.NewDisk(1);
            disk.PutFile("/in/n.csv", Encoding.UTF8.GetBytes(table.ToString()));
            SimulatedMachine.Run((ulong)size, disk, machine =>
            {
                using GraphDatabase database = DatabaseBench.Create(machine);
                LoadOptions options = new() { WorkerCount = workers, ChunkSize = size, BatchSize = batch };
                new LoadPipeline(machine.Machine, database, options, new LoadProgress()).Run([new(FilePath.From("/in/n.csv"), false, [], InputFormat.Csv)]);
                found.Add(Fingerprint(database, "default"));
            });
        }

        Assert.Single(found);
    }

    [Fact]
    public void A_power_cut_leaves_a_beginning_of_the_input()
    {
        StringBuilder table = new("a:int\n");
        for (int i = 1; i <= 1000; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{i}\n");
        }

        for (ulong seed = 1; seed <= 8; seed++)
        {
            SimulatedDisk disk = DatabaseBench.NewDisk(seed);
            disk.PutFile("/in/n.csv", Encoding.UTF8.GetBytes(table.ToString()));
            SimulatedMachine.Run(seed, disk, machine => DatabaseBench.Create(machine).Dispose());
            disk.CutPowerAtMutation(5 + (4 * (long)seed));
            SimulatedMachine.Run(seed + 10, disk, machine =>
            {
                using GraphDatabase database = DatabaseBench.Open(machine);
                LoadOptions options = new() { WorkerCount = 2, ChunkSize = 256, BatchSize = 5 };
                new LoadPipeline(machine.Machine, database, options, new LoadProgress()).Run([new(FilePath.From("/in/n.csv"), false, [], InputFormat.Csv)]);
            });
            disk.CutPower();
            SimulatedMachine.Run(seed + 20, disk.Crash(seed), machine =>
            {
                using GraphDatabase database = DatabaseBench.Open(machine);
                var snapshot = database.OpenSnapshot();
                var graph = snapshot.Find("default");
                long[] values = graph is null ? [] : [.. graph.Nodes().Select(id => graph.GetNode(id)!.Properties[0].Value.AsInteger())];
                Assert.Equal(Enumerable.Range(1, values.Length).Select(value => (long)value), values);
                snapshot.Release();
            });
        }
    }

    private static GraphFingerprint Fingerprint(GraphDatabase database, string name)
    {
        var snapshot = database.OpenSnapshot();
        GraphFingerprint fingerprint = snapshot.Find(name)!.Fingerprint;
        snapshot.Release();
        return fingerprint;
    }

    private static GraphFingerprint Computed(GraphDatabase database, string name)
    {
        var snapshot = database.OpenSnapshot();
        GraphFingerprint fingerprint = snapshot.Find(name)!.ComputeFingerprint();
        snapshot.Release();
        return fingerprint;
    }

    private static void Fill(GraphDatabase database, int seed)
    {
        Random random = new(seed);
        using var transaction = database.Begin();
        var graph = transaction.CreateGraph("made");

        // In the order in which a load meets them.
        uint[] keys = [.. Enumerable.Range(0, 9).Select(i => graph.NumberOf(NameKind.PropertyKey, $"key {i}, \"{i}\":"))];
        uint[] labels = [.. Enumerable.Range(0, 3).Select(i => graph.NumberOf(NameKind.Label, $"Label {i}"))];
        uint type = graph.NumberOf(NameKind.RelationshipType, "KNOWS, \"well\"");
        long first = 0;
        for (int i = 0; i < NodeCount; i++)
        {
            uint[] own = i == 0 ? labels : [.. labels.Where(_ => random.Next(2) == 0)];
            long id = graph.CreateNode(new NodeRecord([.. own], [.. keys.Where(_ => i == 0 || random.Next(2) == 0).Select(key => new GraphProperty(key, Value(random)))]));
            first = first == 0 ? id : first;
        }

        for (int i = 0; i < NodeCount; i++)
        {
            graph.CreateRelationship(new RelationshipRecord(
                type,
                first + random.Next(NodeCount),
                first + random.Next(NodeCount),
                [.. keys.Where(_ => random.Next(4) == 0).Select(key => new GraphProperty(key, Value(random)))]));
        }

        transaction.Commit();
    }

    private static PropertyValue Value(Random random) => random.Next(8) switch
    {
        0 => PropertyValue.From(random.Next(2) == 0),
        1 => PropertyValue.From(random.NextInt64() - random.NextInt64()),
        2 => PropertyValue.From(random.Next(5) switch { 0 => double.NaN, 1 => double.NegativeInfinity, 2 => -0.0, 3 => 3, _ => random.NextDouble() * 1e300 }),
        3 => PropertyValue.From(random.Next(6) switch { 0 => string.Empty, 1 => "a,\"b\"\n\tc\r\n", 2 => " \u00e9\U0001F600\u0001", 3 => "1", 4 => "\"\n\"", _ => "text" }),
        4 => PropertyValue.From([.. Enumerable.Range(0, random.Next(4)).Select(i => (byte)i)]),
        5 => PropertyValue.From(new ZonedTime(random.NextInt64() - random.NextInt64(), random.Next(-64_800, 64_801), random.Next(2) == 0 ? string.Empty : "Europe/Berlin")),
        6 => PropertyValue.From(new ZonedTime(-1, 0, string.Empty)),
        _ => PropertyValue.From([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(random))]),
    };
}
