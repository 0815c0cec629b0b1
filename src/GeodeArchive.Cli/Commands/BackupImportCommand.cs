using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Exporting;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup import</c>.</summary>
internal sealed class BackupImportCommand : RunnableCommand
{
    private readonly Argument<BackupPlace?> _file = new("FILE")
    {
        Description = "The export.",
        HelpName = CommandOptions.Place,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadPlace,
    };

    private readonly Option<BackupPlace?> _output = CommandOptions.PlaceOption(
        "--output", "The backup to make: the archive root, which is made if it is absent or empty, and the backup's name in it.");

    private readonly Option<Codecs.CompressionSettings> _compression = CommandOptions.CompressionOption();
    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupImportCommand(CommandContext context)
        : base(context, "import", "Take the backup of an export into an archive root. It keeps its id and times.")
    {
        Add(_file);
        Add(_output);
        Add(_compression);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["geode-archive backup import /media/usb/full-20260125.geode --output /backups/full-20260125"];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
    [
        ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound,
        ExitCodes.Exists, ExitCodes.Fenced,
    ];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) => AccessedArchive.Of(arguments.GetRequiredValue(_output)!);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var key = _key.Read(Context, arguments);
        var file = arguments.GetRequiredValue(_file)!;
        using var input = ArchiveInput.Open(Context.Machine, file, key);
        return input.Export is null
            ? throw new UsageException($"{file.Name} is not an export", "geode-archive backup export makes one")
            : Import(arguments, input, key);
    }

    private int Import(ParseResult arguments, ArchiveInput input, GivenKey? key)
    {
        var output = arguments.GetRequiredValue(_output)!;
        var isJson = arguments.GetValue(_json);
        var options = new ImportOptions
        {
            Name = output.Name,
            Compression = arguments.GetValue(_compression),
            Host = Context.Console.Environment.HostName,
            Program = Context.Program,
        };
        var progress = new RunProgress();
        var watch = new Duration(Context.Machine.Clock);
        using var repository = ArchiveRoot.OpenOrCreate(Context.Machine, output.Root, key);
        BackupResult result;
        using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "importing", hasTotals: true, isShown: !isJson))
        {
            result = new ImportPipeline(input.Repository, repository, options, progress).Run();
        }

        ProblemText.Write(Context.Console, result.Problems, result.Notes);
        if (isJson)
        {
            JsonText.Write(Context.Console.Output, CreatedDocument.From(repository, result, watch.Elapsed));
        }
        else
        {
            Context.Console.Output.WriteLine(
                $"Imported {result.Backup.Name}: {SizeText.Of(result.NewBytes)} new in {TimeText.OfDuration(watch.Elapsed)}");
        }

        return ExitCodes.Done;
    }
}
