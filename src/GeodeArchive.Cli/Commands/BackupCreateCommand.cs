using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup create</c>.</summary>
internal sealed class BackupCreateCommand : RunnableCommand
{
    private readonly Option<FilePath?> _source = CommandOptions.DirectoryOption("--source", "The directory to back up.");

    private readonly Option<BackupPlace?> _output = CommandOptions.PlaceOption(
        "--output", "The backup to make: the archive root, which is made if it is absent or empty, and the backup's name in it.");

    private readonly Option<BackupType> _type = CommandOptions.TypeOption();

    private readonly Option<BackupPlace?> _base = CommandOptions.PlaceOption(
        "--base-backup",
        "Any backup of the chain to go on from, as ROOT/NAME or NAME. Without it: the newest chain of the same source on this host.",
        isRequired: false);

    private readonly Option<CompressionSettings> _compression = CommandOptions.CompressionOption();
    private readonly Option<int> _parallel = CommandOptions.ParallelOption();
    private readonly Option<bool> _json = CommandOptions.JsonOption();
    private readonly Option<bool> _quiet = CommandOptions.Flag("--quiet", "Print nothing but problems.");

    /// <summary>Defines the command.</summary>
    public BackupCreateCommand(CommandContext context)
        : base(context, "create", "Back up a directory tree.")
    {
        Add(_source);
        Add(_output);
        Add(_type);
        Add(_base);
        Add(_compression);
        Add(_parallel);
        Add(_json);
        Add(_quiet);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup create --source /srv/data --output /backups/full-20260125",
        "geode-archive backup create --source /srv/data --output /backups/incr-20260126 --type incremental --base-backup full-20260125",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
    [
        ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Incomplete, ExitCodes.Damaged, ExitCodes.NotFound, ExitCodes.Exists,
        ExitCodes.Fenced,
    ];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var output = arguments.GetRequiredValue(_output)!;
        var options = ReadOptions(arguments, output);
        var isSilent = arguments.GetValue(_json) || arguments.GetValue(_quiet);
        using var repository = OpenRoot(output.Root, options);
        var progress = new RunProgress();
        var watch = new Duration(Context.Machine.Clock);
        BackupResult result;
        using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "backing up", hasTotals: false, isShown: !isSilent))
        {
            options = options with { ArchiveRoot = ArchiveRoot.GetMetadata(Context.Machine, output.Root) };
            result = new BackupPipeline(repository, options, progress).Run();
        }

        Report(arguments, repository, result, watch.Elapsed);
        return result.Problems.Count > 0 || result.Backup.IncompleteCount > 0 ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    private BackupOptions ReadOptions(ParseResult arguments, BackupPlace output)
    {
        var type = arguments.GetValue(_type);
        var source = arguments.GetRequiredValue(_source)!.Value;
        var baseBackup = arguments.GetValue(_base);
        if (baseBackup is not null && type == BackupType.Full)
        {
            throw new UsageException("a full backup has no --base-backup", "add --type incremental or --type differential");
        }

        if (baseBackup is { HasRoot: true } && !ArchiveRoot.IsSame(Context.Machine, baseBackup.Root, output.Root))
        {
            throw new UsageException($"--base-backup is in {baseBackup.Root}, --output in {output.Root}: a chain lies in one archive root");
        }

        return new BackupOptions
        {
            Source = source,
            Name = output.Name,
            Type = type,
            BaseBackup = baseBackup?.Name,
            Compression = arguments.GetValue(_compression),
            WorkerCount = arguments.GetValue(_parallel),
            Host = Context.Console.Environment.HostName,
            Program = Context.Program,
        };
    }

    private ArchiveRepository OpenRoot(FilePath root, BackupOptions options)
    {
        // The source comes first: a wrong one must leave no new root behind.
        var source = ArchiveRoot.GetMetadata(Context.Machine, options.Source);
        if (ArchiveRoot.FindMetadata(Context.Machine, root) is { } found && ArchiveRoot.IsSame(source, found))
        {
            throw new UsageException($"{options.Source} is the archive root itself: it cannot be backed up into itself");
        }

        return options.Type == BackupType.Full ? ArchiveRoot.OpenOrCreate(Context.Machine, root) : ArchiveRoot.Open(Context.Machine, root);
    }

    private void Report(ParseResult arguments, ArchiveRepository repository, BackupResult result, TimeSpan elapsed)
    {
        ProblemText.Write(Context.Console, result.Problems, result.Notes);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, CreatedDocument.From(repository, result, elapsed));
        }
        else if (!arguments.GetValue(_quiet))
        {
            Context.Console.Output.WriteLine(SummaryText.Of(result, elapsed));
        }
    }
}
