using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
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
    private const string DataDirectoryNote =
        "the source looks like the data directory of a database: a copy of its files is good only if it was not running; "
        + "--data-dir in place of --source backs up a database as such";

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

    private readonly Option<bool> _encrypt = CommandOptions.Flag(
        "--encrypt",
        "Encrypt the backup (AES-256-GCM). The first one makes the keys of the archive, which the given key opens from then on. A backup "
        + "that goes on from an encrypted one is encrypted without it.");

    private readonly Option<bool> _noEncrypt = CommandOptions.Flag(
        "--no-encrypt", "Do not encrypt, even if the backup that this one goes on from is encrypted.");

    private readonly KeyOptions _key = new();
    private readonly Option<CompressionSettings> _compression = CommandOptions.CompressionOption();
    private readonly Option<IReadOnlyList<PathPattern>> _exclude = CommandOptions.PatternOption(
        "--exclude",
        "Leave out what matches, as in .gitignore: * ? [...] ** match, / at the start anchors at the source, / at the end is for "
        + "directories, ! takes back. May be given several times; the last match decides.");

    private readonly Option<FilePath?> _excludeFrom = CommandOptions.FileOption(
        "--exclude-from", "A file of such patterns, one a line, before those of --exclude; # begins a comment.");

    private readonly Option<bool> _oneFileSystem = CommandOptions.Flag(
        "--one-file-system", "Save mount points as empty directories.");

    private readonly Option<bool> _excludeCaches = CommandOptions.Flag(
        "--exclude-caches", "Of directories with a CACHEDIR.TAG, save nothing else.");

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
        Add(_encrypt);
        Add(_noEncrypt);
        _key.AddTo(this);
        Add(_compression);
        Add(_exclude);
        Add(_excludeFrom);
        Add(_oneFileSystem);
        Add(_excludeCaches);
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
        "geode-archive backup create --source /srv/data --output /backups/full-20260125 --encrypt "
            + "--encryption-key-file /etc/geode/backup.key",
        "geode-archive backup create --source / --output /backups/system --one-file-system --exclude /tmp/ --exclude '*.o'",
        "geode-archive backup create --data-dir /var/lib/geode/data --output /backups/database-20260125",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
    [
        ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Incomplete, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound,
        ExitCodes.Exists, ExitCodes.Fenced,
    ];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) => AccessedArchive.Of(arguments.GetRequiredValue(_output)!);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        _io.Choose(Context, arguments);
        var output = arguments.GetRequiredValue(_output)!;
        var type = ReadType(arguments, output);
        using var key = ReadKey(arguments);
        var isSilent = arguments.GetValue(_json) || arguments.GetValue(_quiet);
        var progress = new RunProgress();
        using var database = OpenDatabase(arguments);
        var watch = new Duration(Context.Machine.Clock);
        using var repository = database is null
            ? OpenRoot(output.Root, type, key, ReadSource(arguments))
            : OpenRoot(output.Root, type, key);
        if (arguments.GetValue(_encrypt))
        {
            repository.UnlockOrCreateKeys(key!.Secret, Context.Console.Environment.HostName);
        }

        BackupResult result;
        using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "backing up", hasTotals: false, isShown: !isSilent))
        {
            result = database is null
                ? new BackupPipeline(repository, ReadOptions(arguments, output, type), progress).Run()
                : new DatabaseBackupPipeline(repository, database, ReadDatabaseOptions(arguments, output, type), progress).Run();
        }

        if (database is null && OfflineStore.LooksLikeDataDirectory(Context.Machine, ReadSource(arguments)))
        {
            result = result with { Notes = [.. result.Notes, DataDirectoryNote] };
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

        if (arguments.GetValue(_source) is null
            && new Option[] { _exclude, _excludeFrom, _oneFileSystem, _excludeCaches }.FirstOrDefault(
                option => arguments.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{given.Name} is for directory trees");
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

    /// <summary>The key comes before everything: where it is asked for and cannot be had, nothing is made.</summary>
    private GivenKey? ReadKey(ParseResult arguments)
    {
        if (arguments.GetValue(_encrypt) && arguments.GetValue(_noEncrypt))
        {
            throw new UsageException("--encrypt and --no-encrypt exclude each other");
        }

        var key = _key.Read(Context, arguments);
        return key is not null || !arguments.GetValue(_encrypt)
            ? key
            : throw new RepositoryException(
                RepositoryError.Key,
                "--encrypt needs a key, and none was given; nothing was written",
                "geode-archive key generate --output FILE makes one; then add --encryption-key-file FILE");
    }

    private bool? ReadIsEncrypted(ParseResult arguments) =>
        arguments.GetValue(_encrypt) ? true : arguments.GetValue(_noEncrypt) ? false : null;

    private FilePath ReadSource(ParseResult arguments) => arguments.GetValue(_source)!.Value;

    private BackupOptions ReadOptions(ParseResult arguments, BackupPlace output, BackupType type) => new()
    {
        Source = ReadSource(arguments),
        Name = output.Name,
        Type = type,
        BaseBackup = arguments.GetValue(_base)?.Name,
        IsEncrypted = ReadIsEncrypted(arguments),
        Compression = arguments.GetValue(_compression),
        WorkerCount = arguments.GetValue(_parallel),
        ArchiveRoot = ArchiveRoot.GetMetadata(Context.Machine, output.Root),
        Excluded = ReadExcluded(arguments),
        StaysOnFileSystem = arguments.GetValue(_oneFileSystem),
        SkipsCaches = arguments.GetValue(_excludeCaches),
        Host = Context.Console.Environment.HostName,
        Program = Context.Program,
    };

    private List<PathPattern> ReadExcluded(ParseResult arguments)
    {
        var file = arguments.GetValue(_excludeFrom);
        return [.. file is null ? [] : PatternFile.Read(Context.Machine, file.Value), .. arguments.GetValue(_exclude) ?? []];
    }

    private DatabaseBackupOptions ReadDatabaseOptions(ParseResult arguments, BackupPlace output, BackupType type) => new()
    {
        DataDirectory = arguments.GetValue(_dataDirectory)!.Value,
        Name = output.Name,
        Type = type,
        BaseBackup = arguments.GetValue(_base)?.Name,
        IsEncrypted = ReadIsEncrypted(arguments),
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

    private ArchiveRepository OpenRoot(FilePath root, BackupType type, GivenKey? key) => type == BackupType.Full
        ? ArchiveRoot.OpenOrCreate(Context.Machine, root, key)
        : ArchiveRoot.Open(Context.Machine, root, key);

    private ArchiveRepository OpenRoot(FilePath root, BackupType type, GivenKey? key, FilePath sourcePath)
    {
        // The source comes first: a wrong one must leave no new root behind.
        var source = ArchiveRoot.GetMetadata(Context.Machine, sourcePath);
        if (ArchiveRoot.FindMetadata(Context.Machine, root) is { } found && ArchiveRoot.IsSame(source, found))
        {
            throw new UsageException($"{sourcePath} is the archive root itself: it cannot be backed up into itself");
        }

        return OpenRoot(root, type, key);
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
