using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Store;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup create</c>.</summary>
internal sealed class BackupCreateCommand : RunnableCommand
{
    private const long CacheSizeMax = 32 << 20;
    private const long DirtySizeMax = 32 << 20;

    private readonly Option<FilePath?> _source = CommandOptions.DirectoryOption(
        "--source", "The directory to back up.", isRequired: false);

    private readonly Option<FilePath?> _dataDirectory = CommandOptions.DirectoryOption(
        "--data-dir",
        "The data directory of a database that is not running: a checkpoint is made, and backed up. In place of --source.",
        isRequired: false);

    private readonly Option<BackupPlace?> _output = CommandOptions.PlaceOption(
        "--output", "The backup to make: the archive root, which is made if it is absent or empty, and the backup's name in it.");

    private readonly Option<BackupType> _type = CommandOptions.TypeOption();

    private readonly Option<BackupPlace?> _base = CommandOptions.PlaceOption(
        "--base-backup",
        "Any backup of the chain to go on from, as ROOT/NAME or NAME. Without it: the newest chain of the same source on this host, "
        + "or of the same database.",
        isRequired: false);

    private readonly Option<CompressionSettings> _compression = CommandOptions.CompressionOption();
    private readonly Option<int> _parallel = CommandOptions.ParallelOption();
    private readonly IoOption _io = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();
    private readonly Option<bool> _quiet = CommandOptions.Flag("--quiet", "Print nothing but problems.");

    /// <summary>Defines the command.</summary>
    public BackupCreateCommand(CommandContext context)
        : base(context, "create", "Back up a directory tree or a database.")
    {
        Add(_source);
        Add(_dataDirectory);
        Add(_output);
        Add(_type);
        Add(_base);
        Add(_compression);
        Add(_parallel);
        _io.AddTo(this);
        Add(_json);
        Add(_quiet);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup create --source /srv/data --output /backups/full-20260125",
        "geode-archive backup create --source /srv/data --output /backups/incr-20260126 --type incremental --base-backup full-20260125",
        "geode-archive backup create --data-dir /var/lib/geode/data --output /backups/database-20260125",
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
        _io.Choose(Context, arguments);
        var output = arguments.GetRequiredValue(_output)!;
        var type = ReadType(arguments, output);
        var isSilent = arguments.GetValue(_json) || arguments.GetValue(_quiet);
        var progress = new RunProgress();
        using var database = OpenDatabase(arguments);
        var watch = new Duration(Context.Machine.Clock);
        using var repository = database is null ? OpenRoot(output.Root, type, ReadSource(arguments)) : OpenRoot(output.Root, type);
        BackupResult result;
        using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "backing up", hasTotals: false, isShown: !isSilent))
        {
            result = database is null
                ? new BackupPipeline(repository, ReadOptions(arguments, output, type), progress).Run()
                : new DatabaseBackupPipeline(repository, database, ReadDatabaseOptions(arguments, output, type), progress).Run();
        }

        Report(arguments, repository, result, watch.Elapsed);
        return result.Problems.Count > 0 || result.Backup.IncompleteCount > 0 ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    private BackupType ReadType(ParseResult arguments, BackupPlace output)
    {
        var type = arguments.GetValue(_type);
        if (arguments.GetValue(_source) is null == arguments.GetValue(_dataDirectory) is null)
        {
            throw new UsageException(
                arguments.GetValue(_source) is null
                    ? "neither --source nor --data-dir is given"
                    : "--source and --data-dir exclude each other",
                "--source DIR backs up a directory tree, --data-dir DIR a database");
        }

        var baseBackup = arguments.GetValue(_base);
        if (baseBackup is not null && type == BackupType.Full)
        {
            throw new UsageException("a full backup has no --base-backup", "add --type incremental or --type differential");
        }

        if (baseBackup is { HasRoot: true } && !ArchiveRoot.IsSame(Context.Machine, baseBackup.Root, output.Root))
        {
            throw new UsageException($"--base-backup is in {baseBackup.Root}, --output in {output.Root}: a chain lies in one archive root");
        }

        return type;
    }

    private FilePath ReadSource(ParseResult arguments) => arguments.GetValue(_source)!.Value;

    private BackupOptions ReadOptions(ParseResult arguments, BackupPlace output, BackupType type) => new()
    {
        Source = ReadSource(arguments),
        Name = output.Name,
        Type = type,
        BaseBackup = arguments.GetValue(_base)?.Name,
        Compression = arguments.GetValue(_compression),
        WorkerCount = arguments.GetValue(_parallel),
        ArchiveRoot = ArchiveRoot.GetMetadata(Context.Machine, output.Root),
        Host = Context.Console.Environment.HostName,
        Program = Context.Program,
    };

    private DatabaseBackupOptions ReadDatabaseOptions(ParseResult arguments, BackupPlace output, BackupType type) => new()
    {
        DataDirectory = arguments.GetValue(_dataDirectory)!.Value,
        Name = output.Name,
        Type = type,
        BaseBackup = arguments.GetValue(_base)?.Name,
        Compression = arguments.GetValue(_compression),
        WorkerCount = arguments.GetValue(_parallel),
        Host = Context.Console.Environment.HostName,
        Program = Context.Program,
    };

    /// <summary>
    /// Opens the database under its lock, which recovers it; null for a directory tree. It comes before the archive root: a wrong one must
    /// leave no new root behind.
    /// </summary>
    private GraphDatabase? OpenDatabase(ParseResult arguments)
    {
        if (arguments.GetValue(_dataDirectory) is not { } path)
        {
            return null;
        }

        var options = new DatabaseOptions { Store = new StoreOptions { CacheSizeMax = CacheSizeMax }, DirtySizeMax = DirtySizeMax };
        return GraphDatabase.Open(Context.Machine, Context.Machine.Files.OpenDirectory(path), null, options);
    }

    private ArchiveRepository OpenRoot(FilePath root, BackupType type) =>
        type == BackupType.Full ? ArchiveRoot.OpenOrCreate(Context.Machine, root) : ArchiveRoot.Open(Context.Machine, root);

    private ArchiveRepository OpenRoot(FilePath root, BackupType type, FilePath sourcePath)
    {
        // The source comes first: a wrong one must leave no new root behind.
        var source = ArchiveRoot.GetMetadata(Context.Machine, sourcePath);
        if (ArchiveRoot.FindMetadata(Context.Machine, root) is { } found && ArchiveRoot.IsSame(source, found))
        {
            throw new UsageException($"{sourcePath} is the archive root itself: it cannot be backed up into itself");
        }

        return OpenRoot(root, type);
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
