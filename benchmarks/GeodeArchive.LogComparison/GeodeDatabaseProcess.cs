using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Store;
using GeodeArchive.Store.Transactions;
using GeodeArchive.Wal;

namespace GeodeArchive.LogComparison;

/// <summary>A measurement of the database, in a process of its own; prints one number.</summary>
internal sealed class GeodeDatabaseProcess
{
    public const string Name = "database";
    public const string Transactions = "transactions";
    public const string Load = "load";
    public const string Crash = "crash";
    public const string Recover = "recover";
    public const string Read = "read";

    private const string GraphName = "graph";
    private const int LabelCount = 16;
    private const int LoadedTogether = 10_000;
    private const int RowFileSize = 24;
    private const int RankStep = 7919;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private readonly string _directory;
    private readonly Machine _machine = SystemMachine.Create();
    private readonly uint[] _labels = new uint[LabelCount];
    private uint _rank;
    private uint _name;

    private GeodeDatabaseProcess(string directory) => _directory = directory;

    public static int Run(string[] request)
    {
        var process = new GeodeDatabaseProcess(request[1]);
        var number = long.Parse(request[2], CultureInfo.InvariantCulture);
        var value = request[0] switch
        {
            Transactions => process.RunTransactions((int)number, double.Parse(request[3], CultureInfo.InvariantCulture)).Result,
            Load => process.RunLoad(number),
            Crash => process.RunCrash(number),
            Read => process.RunReads(number),
            _ => process.RunRecovery(number),
        };
        Console.Write(value.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private async Task<double> RunTransactions(int clients, double seconds)
    {
        using var database = Create(new DatabaseOptions { Log = new LogOptions { SizeMax = 8L << 30 } });
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            await Task.Yield();
            long count = 0;
            for (long i = client; watch.Elapsed.TotalSeconds < WarmUp.TotalSeconds + seconds; i += clients)
            {
                using var transaction = database.Begin();
                transaction.Graph(GraphName).CreateNode(Node(i));
                await transaction.CommitAsync();
                count += watch.Elapsed > WarmUp ? 1 : 0;
            }

            return count;
        }));
        return counts.Sum() / (watch.Elapsed - WarmUp).TotalSeconds;
    }

    private double RunLoad(long rows)
    {
        var path = WriteRowFile(rows);
        using var database = Create(new DatabaseOptions { Log = new LogOptions { SizeMax = 8L << 30 } });
        var watch = Stopwatch.StartNew();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        CommitResult last = default;
        var row = new byte[RowFileSize];
        for (long i = 0; i < rows;)
        {
            using var transaction = database.Begin();
            var graph = transaction.Graph(GraphName);
            for (var end = Math.Min(rows, i + LoadedTogether); i < end; i++)
            {
                file.ReadExactly(row);
                var rank = BinaryPrimitives.ReadInt64LittleEndian(row.AsSpan(4));
                graph.CreateNode(Node(row[0], rank, Encoding.UTF8.GetString(row.AsSpan(12))));
            }

            last = transaction.CommitUnwaited();
        }

        database.WaitCommitted(last);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Leaves transactions behind the last checkpoint, and dies.</summary>
    private double RunCrash(long rows)
    {
        var database = Create(WithoutCheckpoints);
        database.Checkpoint();
        CommitResult last = default;
        for (long i = 0; i < rows; i++)
        {
            using var transaction = database.Begin();
            transaction.Graph(GraphName).CreateNode(Node(i));
            last = transaction.CommitUnwaited();
        }

        database.WaitCommitted(last);
        Console.Write("0");
        Console.Out.Flush();
        Process.GetCurrentProcess().Kill();
        return 0;
    }

    /// <summary>Seconds until the next transaction can be made.</summary>
    private double RunRecovery(long rows)
    {
        var watch = Stopwatch.StartNew();
        using var database = GraphDatabase.Open(_machine, OpenDirectory(), null, WithoutCheckpoints);
        using var transaction = database.Begin();
        var graph = transaction.Graph(GraphName);
        TakeNames(graph);
        graph.CreateNode(Node(0));
        transaction.Commit();
        var seconds = watch.Elapsed.TotalSeconds;
        return database.RecoveredCount == rows
            ? seconds
            : throw new InvalidOperationException($"{database.RecoveredCount} transactions were recovered, not {rows}.");
    }

    /// <summary>Nanoseconds of a read by id, in random order, when all is in the page cache: the median of rounds.</summary>
    private double RunReads(long rows)
    {
        const int Rounds = 9;
        using var database = Create(new DatabaseOptions { Store = new StoreOptions { CacheSizeMax = 2L << 30 } });
        using (var transaction = database.Begin())
        {
            var graph = transaction.Graph(GraphName);
            for (long i = 0; i < rows; i++)
            {
                graph.CreateNode(Node(i));
            }

            transaction.Commit();
        }

        database.Checkpoint();
        var random = new Random(1);
        var ids = Enumerable.Range(0, 1 << 20).Select(_ => 1 + random.NextInt64(rows)).ToArray();
        var snapshot = database.OpenSnapshot();
        var found = snapshot.Find(GraphName)!;
        var results = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.GetTimestamp();
            foreach (var id in ids)
            {
                if (!found.TryGetNodeRow(id, out var row) || row.Length == 0)
                {
                    throw new InvalidOperationException($"Node {id} is not there.");
                }
            }

            var elapsed = Stopwatch.GetElapsedTime(watch);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (round > 0)
            {
                // The first brings the pages in.
                results.Add(allocated == 0
                    ? elapsed.TotalNanoseconds / ids.Length
                    : throw new InvalidOperationException($"{allocated} bytes were allocated by {ids.Length} reads."));
            }
        }

        snapshot.Release();
        return Comparison.Median(results);
    }

    private static DatabaseOptions WithoutCheckpoints { get; } = new()
    {
        Log = new LogOptions { SizeMax = 8L << 30 },
        CheckpointInterval = TimeSpan.FromHours(1),
        CheckpointLogSize = 8L << 30,
        DirtySizeMax = 4L << 30,
    };

    private GraphDatabase Create(DatabaseOptions options)
    {
        var database = GraphDatabase.Create(_machine, OpenDirectory(), null, options);
        using var transaction = database.Begin();
        TakeNames(transaction.CreateGraph(GraphName));
        transaction.Commit();
        return database;
    }

    private void TakeNames(GraphView graph)
    {
        for (var i = 0; i < LabelCount; i++)
        {
            _labels[i] = graph.NumberOf(NameKind.Label, $"Label{i}");
        }

        _rank = graph.NumberOf(NameKind.PropertyKey, "rank");
        _name = graph.NumberOf(NameKind.PropertyKey, "name");
    }

    private IDirectory OpenDirectory() => _machine.Files.OpenDirectory(FilePath.From(_directory));

    private NodeRecord Node(long i) => Node((int)(i % LabelCount), i * RankStep, "name-of-node");

    private NodeRecord Node(int label, long rank, string name) => new(
        [_labels[label]],
        [new GraphProperty(_rank, PropertyValue.From(rank)), new GraphProperty(_name, PropertyValue.From(name))]);

    /// <summary>Rows of 24 bytes: label, rank, name.</summary>
    private string WriteRowFile(long rows)
    {
        var path = Path.Combine(_directory, ".rows");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var row = new byte[RowFileSize];
        "name-of-node"u8.CopyTo(row.AsSpan(12));
        for (long i = 0; i < rows; i++)
        {
            row[0] = (byte)(i % LabelCount);
            BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(4), i * RankStep);
            file.Write(row);
        }

        return path;
    }
}
