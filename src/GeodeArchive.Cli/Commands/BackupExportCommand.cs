using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Exporting;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Exporting;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup export</c>.</summary>
internal sealed class BackupExportCommand : RunnableCommand
{
    private readonly Argument<BackupPlace?> _input = CommandOptions.PlaceArgument($"The backup: {CommandOptions.InputDescription}");

    private readonly Option<ExportTarget?> _output = new("--output")
    {
        Description = "The file to make; - is standard output. It is never overwritten, and appears when it is complete and durable.",
        HelpName = "FILE",
        Required = true,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ExportTarget.Read,
    };

    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupExportCommand(CommandContext context)
        : base(context, "export", "Write one backup with all that it needs into one file, which restores alone.")
    {
        Add(_input);
        Add(_output);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup export /backups/full-20260125 --output /media/usb/full-20260125.geode",
        "geode-archive backup export /backups/full-20260125 --output - | ssh elsewhere 'cat >full-20260125.geode'",
        "geode-archive backup restore --input /media/usb/full-20260125.geode --data-dir /srv/restored",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound, ExitCodes.Exists];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) => AccessedArchive.Of(arguments.GetRequiredValue(_input)!);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var key = _key.Read(Context, arguments);
        var target = arguments.GetRequiredValue(_output)!;
        var isJson = arguments.GetValue(_json);
        if (isJson && target.Place is null)
        {
            throw new UsageException("--json and --output - both want standard output");
        }

        return ArchiveInput.Use(Context.Machine, arguments.GetRequiredValue(_input)!, key, input =>
        {
            var watch = new Duration(Context.Machine.Clock);
            var progress = new RunProgress();
            var options = new ExportOptions
            {
                Name = input.Name,
                Host = Context.Console.Environment.HostName,
                Program = Context.Program,
            };
            var pipeline = new ExportPipeline(input.Repository, options, progress);
            ExportResult result;
            using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "exporting", hasTotals: true, isShown: !isJson))
            {
                result = target.Place is { } place ? ToFile(pipeline, place) : pipeline.Run(Context.Console.Bytes);
            }

            if (isJson)
            {
                JsonText.Write(Context.Console.Output, ExportedDocument.From(input.Repository, target, result, watch.Elapsed));
            }
            else if (target.Place is not null)
            {
                Context.Console.Output.WriteLine(
                    $"Exported {result.Backup.Name} to {target}: {SizeText.Of(result.Size)} in {TimeText.OfDuration(watch.Elapsed)}");
            }

            return ExitCodes.Done;
        });
    }

    private ExportResult ToFile(ExportPipeline pipeline, BackupPlace place)
    {
        var key = ObjectKey.From(place.Name);
        try
        {
            using var store = new LocalObjectStore(Context.Machine.Files.OpenDirectory(place.Root), Context.Machine.Entropy);
            DemandAbsent(store, key);
            using var stream = new UploadStream(store.BeginUpload(key));
            var result = pipeline.Run(stream);
            stream.Complete();
            return result;
        }
        catch (ObjectException error) when (error.Error == ObjectError.Exists)
        {
            throw Exists(key.Text);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>Known early: an export may take long.</summary>
    private static void DemandAbsent(LocalObjectStore store, ObjectKey key)
    {
        try
        {
            store.GetRange(key, 0, []);
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            return;
        }

        throw Exists(key.Text);
    }

    private static RepositoryException Exists(string name) =>
        new(RepositoryError.Exists, $"{name} exists already", "an export never overwrites: choose another --output");
}
