using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store.Checking;

namespace GeodeArchive.Tests.Store;

/// <summary>A store whose graph has the rows of <see cref="SampleGraph"/>, or what a test makes of them.</summary>
internal static class GraphBench
{
    public const string GraphPath = StoreBench.Folder + "/graphs/00000001";

    public static readonly IComparer<byte[]> KeyOrder = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    public static SortedDictionary<byte[], byte[]> SampleRows() => new(SampleGraph.Rows.ToDictionary(row => row.Key, row => row.Value), KeyOrder);

    /// <summary>Puts a store into the folder of <see cref="StoreBench"/>.</summary>
    public static void PutStore(SimulatedDisk disk, SortedDictionary<byte[], byte[]> rows) => PutStore(
        disk, rows, new GraphAttributes("people", SampleGraph.FingerprintOf(rows.Select(row => (row.Key, row.Value)))));

    /// <summary>The same; each graph has the same rows, and what is said of it.</summary>
    public static void PutStore(SimulatedDisk disk, SortedDictionary<byte[], byte[]> rows, params IEnumerable<GraphAttributes> graphs)
    {
        disk.PutDirectory(StoreBench.Folder);
        StoreBench.Run(1, disk, (machine, files) =>
        {
            using var store = StoreBench.Create(machine, files);
            foreach (var attributes in graphs)
            {
                var tree = store.CreateGraph();
                tree.Attributes = SampleGraph.Encode(attributes.Encode);
                foreach (var (key, value) in rows)
                {
                    tree.Put(key, value);
                }
            }

            StoreBench.WriteCheckpoint(store, 1);
        });
    }

    public static List<StoreFinding> CheckRows(SimulatedDisk disk, StoreCheckProgress? progress = null)
    {
        var findings = new List<StoreFinding>();
        StoreBench.Run(2, disk, (_, files) => StoreCheck.Run(files, findings.Add, progress, checksRows: true));
        return findings;
    }

    public static List<StoreFinding> CheckRows(SortedDictionary<byte[], byte[]> rows)
    {
        var disk = new SimulatedDisk(1);
        PutStore(disk, rows);
        return CheckRows(disk);
    }

    public static byte[] KeyOf(GraphKeyspace keyspace) => SampleGraph.Rows.First(row => row.Key[0] == (byte)keyspace).Key;
}
