using System.CommandLine;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Loading;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>export</c>.</summary>
internal sealed class ExportCommand : RunnableCommand
{
    private const int DirectoryMode = 0x1C0; // 0700

    private readonly Option<FilePath?> _dataDirectory = CommandOptions.DirectoryOption(
        "--data-dir", "The data directory, of a database that is not running.");

    private readonly Option<FilePath?> _output = CommandOptions.DirectoryOption(
        "--output", "The directory for the files nodes and relationships; made where it is absent.");

    private readonly Option<string> _graph = new("--graph")
    {
        Description = "The graph. Without it: default.",
        HelpName = "NAME",
        Arity = ArgumentArity.ExactlyOne,
        DefaultValueFactory = _ => new ExportOptions().Graph,
    };

    private readonly Option<InputFormat?> _format = InputArguments.FormatOption("How the files are written. Without it: csv.");
    private readonly Option<bool> _json = CommandOptions.JsonOption();
    private readonly Option<bool> _quiet = CommandOptions.Flag("--quiet", "Print nothing but problems.");

    /// <summary>Defines the command.</summary>
    public ExportCommand(CommandContext context)
        : base(context, "export",
            "Export the nodes and relationships of a graph as CSV or JSON lines, from which load makes the same graph.")
    {
        Add(_dataDirectory);
        Add(_output);
        Add(_graph);
        Add(_format);
        Add(_json);
        Add(_quiet);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive export --data-dir /var/lib/geode/data --output /tmp/social --graph social",
        "geode-archive export --data-dir /var/lib/geode/data --output /tmp/social --format jsonl",
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
        var options = new ExportOptions
        {
            Graph = arguments.GetRequiredValue(_graph),
            Format = arguments.GetValue(_format) ?? InputFormat.Csv,
        };
        var watch = new Duration(Context.Machine.Clock);
        var output = arguments.GetRequiredValue(_output)!.Value;
        var document = GraphExportedDocument.From(
            path, output, options.Graph, Export(arguments, path, output, options, isShown: !isJson && !isQuiet), watch.Elapsed);
        if (isJson)
        {
            JsonText.Write(Context.Console.Output, document);
        }
        else if (!isQuiet)
        {
            GraphFilesText.Write(Context.Console.Output, document);
        }

        return ExitCodes.Done;
    }

    private ExportResult Export(ParseResult arguments, FilePath path, FilePath output, ExportOptions options, bool isShown)
    {
        using var database = OfflineDatabase.Open(Context, arguments, path);
        using var directory = Context.Machine.Files.OpenOrCreateDirectory(output, DirectoryMode);
        var progress = new LoadProgress();
        using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "exporting", hasTotals: false, isShown))
        {
            return new GraphExporter(database, options, progress).Run(directory);
        }
    }
}
