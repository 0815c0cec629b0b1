using System.CommandLine;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Loading;
using GeodeArchive.Store;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>load</c>.</summary>
internal sealed class LoadCommand : RunnableCommand
{
    private readonly Option<FilePath?> _dataDirectory = CommandOptions.DirectoryOption(
        "--data-dir", "The data directory, of a database that is not running; one is made where it is absent or empty.");

    private readonly Option<IReadOnlyList<string>> _nodes = InputArguments.FilesOption(
        "--nodes", "A file with nodes. LABEL=FILE or LABEL:LABEL=FILE gives labels to all of them. As often as you like.", "[LABEL=]FILE");

    private readonly Option<IReadOnlyList<string>> _relationships = InputArguments.FilesOption(
        "--relationships", "A file with relationships. TYPE=FILE gives a type to those that have none. As often as you like.",
        "[TYPE=]FILE");

    private readonly Option<string> _graph = new("--graph")
    {
        Description = "The graph that is made. Without it: default.",
        HelpName = "NAME",
        Arity = ArgumentArity.ExactlyOne,
        DefaultValueFactory = _ => new LoadOptions().Graph,
    };

    private readonly Option<bool> _replace = CommandOptions.Flag("--replace",
        "Drop a graph of that name first. Without it, one with content is refused.");
    private readonly Option<InputFormat?> _format = InputArguments.FormatOption(
        "How the files are written. Without it, their names say: .csv, .tsv, .jsonl.");

    private readonly Option<int> _batchSize = CommandOptions.CountOption(
        "--batch-size", "Rows in a transaction. Without it: 10000.", new LoadOptions().BatchSize);

    private readonly Option<int> _parallel = CommandOptions.ParallelOption();
    private readonly Option<bool> _dryRun = CommandOptions.Flag("--dry-run", "Read and check all of the input, and write nothing.");
    private readonly Option<bool> _json = CommandOptions.JsonOption();
    private readonly Option<bool> _quiet = CommandOptions.Flag("--quiet", "Print nothing but problems.");

    /// <summary>Defines the command.</summary>
    public LoadCommand(CommandContext context)
        : base(context, "load",
            "Load nodes and relationships from CSV or JSON lines into a new graph. Input that is refused leaves nothing.")
    {
        Add(_dataDirectory);
        Add(_nodes);
        Add(_relationships);
        Add(_graph);
        Add(_replace);
        Add(_format);
        Add(_batchSize);
        Add(_parallel);
        Add(_dryRun);
        Add(_json);
        Add(_quiet);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive load --data-dir /var/lib/geode/data --nodes Person=people.csv --relationships KNOWS=knows.csv",
        "geode-archive load --data-dir /var/lib/geode/data --graph social --nodes all.jsonl --relationships all.jsonl --dry-run",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.NotFound, ExitCodes.Exists];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var path = arguments.GetRequiredValue(_dataDirectory)!.Value;
        var isJson = arguments.GetValue(_json);
        var isQuiet = arguments.GetValue(_quiet);
        var inputs = Inputs(arguments);
        var options = new LoadOptions
        {
            Graph = arguments.GetRequiredValue(_graph),
            ReplacesGraph = arguments.GetValue(_replace),
            BatchSize = Math.Max(1, arguments.GetValue(_batchSize)),
            WorkerCount = arguments.GetValue(_parallel),
        };
        var watch = new Duration(Context.Machine.Clock);
        LoadPipeline.CheckHeaders(Context.Machine, inputs);
        using var database = arguments.GetValue(_dryRun) ? null : OfflineDatabase.OpenOrCreate(Context, arguments, path);
        var result = Load(database, options, inputs, isShown: !isJson && !isQuiet);

        // What is durable is so without it; with it, whoever opens the database next need not go through the log.
        database?.Checkpoint();
        Report(LoadedDocument.From(path, options.Graph, result, watch.Elapsed, FingerprintOf(database, options.Graph)), isJson, isQuiet);
        return ExitCodes.Done;
    }

    private LoadResult Load(GraphDatabase? database, LoadOptions options, List<LoadInput> inputs, bool isShown)
    {
        var progress = new LoadProgress();
        using (ProgressBar.Start(
            Context, () => ProgressCounts.Of(progress), database is null ? "checking" : "loading", hasTotals: true, isShown))
        {
            return new LoadPipeline(Context.Machine, database, options, progress).Run(inputs);
        }
    }

    private List<LoadInput> Inputs(ParseResult arguments)
    {
        var format = arguments.GetValue(_format);
        List<LoadInput> inputs =
        [
            .. arguments.GetValue(_nodes)!.Select(text => InputArguments.Parse(text, isRelationships: false, format)),
            .. arguments.GetValue(_relationships)!.Select(text => InputArguments.Parse(text, isRelationships: true, format)),
        ];
        return inputs.Count > 0 ? inputs : throw new UsageException("there is nothing to load", "--nodes FILE, --relationships FILE");
    }

    private static string? FingerprintOf(GraphDatabase? database, string graph)
    {
        var snapshot = database?.OpenSnapshot();
        var fingerprint = snapshot?.Find(graph)?.Fingerprint.ToString();
        snapshot?.Release();
        return fingerprint;
    }

    private void Report(LoadedDocument document, bool isJson, bool isQuiet)
    {
        if (isJson)
        {
            JsonText.Write(Context.Console.Output, document);
        }
        else if (!isQuiet)
        {
            GraphFilesText.Write(Context.Console.Output, document);
        }
    }
}
