using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Archiving;
using GeodeArchive.Store;
using GeodeArchive.Store.Transactions;
using GeodeArchive.Wal;

namespace GeodeArchive.LogComparison;

/// <summary>What <c>benchmarks/pitr-compare</c> asks for, each in a process of its own.</summary>
internal sealed class RecoveryProcess
{
    public const string Name = "recovery";

    private const string GraphName = "graph";
    private const int LabelCount = 16;
    private const int RankStep = 7919;
    private const int LoadedTogether = 10_000;

    // A leaf of 16 KiB holds so many nodes with a text of this length, about.
    private const int TextLength = 400;
    private const int NodesPerPage = 34;

    private readonly Machine _machine = SystemMachine.Create();
    private readonly string _directory;

    private RecoveryProcess(string directory) => _directory = directory;

    public static int Run(string[] request)
    {
        var process = new RecoveryProcess(request[1]);
        switch (request[0])
        {
            case "create":
                process.Create();
                break;
            case "archive":
                process.Archive(request[2], long.Parse(request[3], CultureInfo.InvariantCulture));
                break;
            case "fill":
                process.Fill(long.Parse(request[2], CultureInfo.InvariantCulture));
                break;
            default:
                process.Change(long.Parse(request[2], CultureInfo.InvariantCulture));
                break;
        }

        return 0;
    }

    private static DatabaseOptions Options { get; } = new()
    {
        Log = new LogOptions { SizeMax = 8L << 30 },
        CheckpointInterval = TimeSpan.FromHours(1),
        CheckpointLogSize = 8L << 30,
        DirtySizeMax = 1L << 30,
    };

    /// <summary>A database with one empty graph.</summary>
    private void Create()
    {
        using var database = GraphDatabase.Create(_machine, Open(_directory), null, Options);
        using (var transaction = database.Begin())
        {
            var graph = transaction.CreateGraph(GraphName);
            for (var i = 0; i < LabelCount; i++)
            {
                graph.NumberOf(NameKind.Label, $"Label{i}");
            }

            transaction.Commit();
        }

        database.Checkpoint();
    }

    /// <summary>Transactions of one node each, all of them archived.</summary>
    private void Archive(string wal, long rows)
    {
        using var store = new LocalObjectStore(Open(wal), _machine.Entropy);
        using var database = GraphDatabase.Open(_machine, Open(_directory), null, Options);
        using var archiving = new WalArchivePipeline(
            LogArchive.Create(_machine, store, database.DatabaseId),
            database.Log,
            new LogArchiverOptions { UploadInterval = TimeSpan.FromSeconds(1) });
        CommitResult last = default;
        for (long i = 0; i < rows; i++)
        {
            using var transaction = database.Begin();
            var graph = transaction.Graph(GraphName);
            graph.CreateNode(Node(graph, i, "name-of-node"));
            last = transaction.CommitUnwaited();
        }

        database.WaitCommitted(last);
    }

    /// <summary>So many bytes of nodes.</summary>
    private void Fill(long bytes)
    {
        using var database = GraphDatabase.Open(_machine, Open(_directory), null, Options);
        Fill(database, NodeCount(bytes));
        database.Checkpoint();
    }

    /// <summary>One node changed in each of 1 % of the pages of so many bytes of nodes.</summary>
    private void Change(long bytes)
    {
        using var database = GraphDatabase.Open(_machine, Open(_directory), null, Options);
        Change(database, NodeCount(bytes));
        database.Checkpoint();
    }

    private static long NodeCount(long bytes) => bytes / (StoreLimits.PageSize / NodesPerPage);

    private static void Fill(GraphDatabase database, long count)
    {
        var random = new Random(1);
        for (long i = 0; i < count;)
        {
            using var transaction = database.Begin();
            var graph = transaction.Graph(GraphName);
            for (var end = Math.Min(count, i + LoadedTogether); i < end; i++)
            {
                graph.CreateNode(Node(graph, i, Text(random)));
            }

            transaction.CommitUnwaited();
        }
    }

    private static void Change(GraphDatabase database, long count)
    {
        var random = new Random(2);
        for (long id = 1; id <= count; id += 100 * NodesPerPage)
        {
            using var transaction = database.Begin();
            var graph = transaction.Graph(GraphName);
            graph.SetNode(id, Node(graph, id - 1, Text(random)));
            transaction.CommitUnwaited();
        }
    }

    private static NodeRecord Node(GraphView graph, long i, string text) => new(
        [graph.NumberOf(NameKind.Label, $"Label{i % LabelCount}")],
        [
            new GraphProperty(graph.NumberOf(NameKind.PropertyKey, "rank"), PropertyValue.From(i * RankStep)),
            new GraphProperty(graph.NumberOf(NameKind.PropertyKey, "text"), PropertyValue.From(text)),
        ]);

    /// <summary>Letters that compress to about half.</summary>
    private static string Text(Random random) => string.Create(TextLength, random, static (letters, source) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = (char)('a' + source.Next(16));
        }
    });

    private IDirectory Open(string path) => _machine.Files.OpenOrCreateDirectory(FilePath.From(path), 0x1C0);
}
