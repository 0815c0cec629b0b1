using System.Collections.Immutable;
using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Store.Checking;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Tests.Store;

/// <summary>A store on a simulated disk, and models to compare its trees with.</summary>
internal static class StoreBench
{
    public const string Folder = "/data";

    public static readonly DatabaseId Database = new(new Id128(0xda7a, 0xba5e));
    public static readonly TimelineId Timeline = new(new Id128(0x71, 0x3e));

    /// <summary>A model of a tree: keys and values as text, a letter a byte.</summary>
    public static ImmutableSortedDictionary<string, string> EmptyModel { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static SimulatedDisk NewDisk(ulong seed)
    {
        var disk = new SimulatedDisk(seed);
        disk.PutDirectory(Folder);
        return disk;
    }

    /// <summary>Runs with the files of the data directory; true if the power went out.</summary>
    public static bool Run(ulong seed, SimulatedDisk disk, Action<SimulatedMachine, IStoreFiles> body) =>
        SimulatedMachine.Run(seed, disk, machine =>
        {
            using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(Folder));
            using var files = new DirectoryStoreFiles(machine.Machine, directory);
            body(machine, files);
        }).Crashed;

    public static void Run(Action<SimulatedMachine, IStoreFiles> body) => Run(1, NewDisk(1), body);

    public static TreeStore Create(SimulatedMachine machine, IStoreFiles files, StoreOptions? options = null) =>
        TreeStore.Create(files, machine.Machine, options ?? new StoreOptions(), Database, Mark(0));

    public static TreeStore Open(SimulatedMachine machine, IStoreFiles files, StoreOptions? options = null) =>
        TreeStore.Open(files, machine.Machine, options ?? new StoreOptions());

    public static CheckpointMark Mark(ulong lsn) => new(Timeline, 1, new Lsn(lsn));

    public static void WriteCheckpoint(TreeStore store, ulong lsn)
    {
        using var checkpoint = store.BeginCheckpoint(Mark(lsn));
        checkpoint.Write();
    }

    public static List<StoreFinding> Check(IStoreFiles files)
    {
        var findings = new List<StoreFinding>();
        StoreCheck.Run(files, findings.Add);
        return findings;
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static void Put(Tree tree, string key, string value) => tree.Put(Bytes(key), Bytes(value));

    public static string? Get(Tree tree, string key) => tree.TryGet(Bytes(key), out var value) ? Text(value.ToArray()) : null;

    public static List<KeyValuePair<string, string>> Scan(TreeCursor cursor)
    {
        var entries = new List<KeyValuePair<string, string>>();
        while (cursor.MoveNext())
        {
            entries.Add(new(Text(cursor.Key), Text(cursor.Value.ToArray())));
        }

        return entries;
    }

    public static List<KeyValuePair<string, string>> Scan(Tree tree) => Scan(tree.OpenCursor());

    public static List<KeyValuePair<string, string>> Scan(TreeSnapshot snapshot) => Scan(snapshot.OpenCursor());

    /// <summary>A text of letters that a seed chooses.</summary>
    public static string RandomText(SeededRandom random, int length)
    {
        var bytes = new byte[length];
        random.Fill(bytes);
        return Text(bytes);
    }
}
