using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup restore</c>.</summary>
internal sealed class BackupRestoreCommand : RunnableCommand
{
    private const string ProofByScan = "scan";
    private const string ProofWhileRunning = "running";

    private readonly Option<BackupPlace?> _input = CommandOptions.PlaceOption(
        "--input", $"The backup to restore: {CommandOptions.InputDescription}");

    private readonly Option<FilePath?> _target = CommandOptions.DirectoryOption(
        "--data-dir", "The directory to restore into: absent or empty, unless it is brought up to date with --incremental.");

    private readonly Option<FilePath?> _walArchive = CommandOptions.DirectoryOption(
        "--wal-archive",
        "The WAL archive of the database: go on from the backup to a target; without one, as far as the archive goes.",
        isRequired: false);

    private readonly TargetOptions _recovery = new(hasImmediate: true);

    private readonly Option<string?> _proof = new("--proof")
    {
        Description = "How the state of a database is proven: scan (usual) reads all rows again at the end, running trusts the files.",
        HelpName = $"{ProofByScan}|{ProofWhileRunning}",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = argument => ArgumentValues.ReadWith(argument, text => text is ProofByScan or ProofWhileRunning
            ? text
            : throw new UsageException($"there is no proof '{text}': use {ProofByScan} or {ProofWhileRunning}")),
    };

    private readonly KeyOptions _key = new();
    private readonly TreeRestoreOptions _tree = new();
    private readonly Option<int> _parallel = CommandOptions.ParallelOption();
    private readonly IoOption _io = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();
    private readonly Option<bool> _quiet = CommandOptions.Flag("--quiet", "Print nothing but problems.");

    /// <summary>Defines the command.</summary>
    public BackupRestoreCommand(CommandContext context)
        : base(context, "restore", "Restore a backup; of a database, to any moment. Any backup restores alone, whatever its type.")
    {
        Add(_input);
        Add(_target);
        Add(_walArchive);
        _recovery.AddTo(this);
        Add(_proof);
        _key.AddTo(this);
        _tree.AddTo(this);
        Add(_parallel);
        _io.AddTo(this);
        Add(_json);
        Add(_quiet);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup restore --input /backups/full-20260125 --data-dir /srv/restored",
        "geode-archive backup restore --input /backups/full-20260125 --data-dir /srv/restored --include /etc --include '*.conf'",
        "geode-archive backup restore --input /backups/incr-20260126 --data-dir /srv/data --incremental --dry-run",
        "geode-archive backup restore --input /backups/full-20260125 --wal-archive /backups/wal --data-dir /srv/restored "
            + "--target-time \"2026-01-27 14:30:00 UTC\"",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
    [
        ExitCodes.Done,
        ExitCodes.Failed,
        ExitCodes.Usage,
        ExitCodes.Incomplete,
        ExitCodes.Damaged,
        ExitCodes.Key,
        ExitCodes.NotFound,
        ExitCodes.Exists,
        ExitCodes.Unreachable,
        ExitCodes.AnotherHistory,
    ];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) => AccessedArchive.Of(arguments.GetRequiredValue(_input)!);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        _io.Choose(Context, arguments);
        var walArchive = arguments.GetValue(_walArchive);
        var recovery = _recovery.Read(arguments);
        if (walArchive is null && recovery is not null && recovery.Kind != RecoveryTargetKind.Immediate)
        {
            throw new UsageException("a target needs --wal-archive");
        }

        _tree.Check(arguments);
        using var key = _key.Read(Context, arguments);
        return ArchiveInput.Use(
            Context.Machine, arguments.GetRequiredValue(_input)!, key, input => Restore(arguments, input, walArchive, recovery));
    }

    private int Restore(ParseResult arguments, ArchiveInput input, FilePath? walArchive, RecoveryTarget? recovery)
    {
        var isDatabase = DatabaseBackup.Describe(input.Repository, input.Name) is not null;
        if (!isDatabase && (walArchive is not null || recovery is not null || arguments.GetValue(_proof) is not null))
        {
            throw new UsageException($"{input.Name} is a backup of a directory: a WAL archive, a target and a proof are for databases");
        }

        if (isDatabase)
        {
            _tree.DemandNone(arguments, input.Name);
            return RestoreDatabase(arguments, input, walArchive, recovery);
        }

        var options = _tree.Read(arguments, new RestoreOptions
        {
            Name = input.Name,
            Target = arguments.GetRequiredValue(_target)!.Value,
            WorkerCount = arguments.GetValue(_parallel),
            ArchiveRoot = RootOf(arguments, input),
        });
        if (_tree.IsDryRun(arguments))
        {
            var pipeline = new RestorePipeline(input.Repository, options, new RunProgress());
            return Preview(arguments, input.Repository, options.Target, pipeline.Preview);
        }

        return RestoreTree(arguments, input.Repository, options);
    }

    /// <summary>The archive root, which is no place to restore into; null for an export.</summary>
    private FileMetadata? RootOf(ParseResult arguments, ArchiveInput input) =>
        input.Export is null ? ArchiveRoot.GetMetadata(Context.Machine, arguments.GetRequiredValue(_input)!.Root) : null;

    private int RestoreTree(ParseResult arguments, ArchiveRepository repository, RestoreOptions options)
    {
        var progress = new RunProgress();
        var watch = new Duration(Context.Machine.Clock);
        RestoreResult result;
        using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "restoring", hasTotals: true, isShown: !IsSilent(arguments)))
        {
            result = new RestorePipeline(repository, options, progress).Run();
        }

        ProblemText.Write(Context.Console, result.Problems, _tree.Notes(arguments));
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, RestoredDocument.From(repository, options.Target, result, watch.Elapsed));
        }
        else if (!arguments.GetValue(_quiet))
        {
            Context.Console.Output.WriteLine(SummaryText.Of(result, options, watch.Elapsed));
        }

        return result.Problems.Count > 0 ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    /// <summary>What a restore would do, path by path as it is found out.</summary>
    private int Preview(
        ParseResult arguments, ArchiveRepository repository, FilePath target, Func<Action<RestoreAction, string>, RestorePreview> survey)
    {
        var isJson = arguments.GetValue(_json);
        var changes = new List<RestoreChangeDocument>();
        var preview = survey((action, path) =>
        {
            var change = RestoreChangeDocument.From(action, path);
            if (!isJson && !arguments.GetValue(_quiet))
            {
                Context.Console.Output.WriteLine($"{change.Action,-6}  {change.Path}");
            }
            else if (isJson && changes.Count < RestorePreviewDocument.ChangesMax)
            {
                changes.Add(change);
            }
        });
        ProblemText.WriteNotes(Context.Console, _tree.Notes(arguments));
        if (isJson)
        {
            JsonText.Write(Context.Console.Output, RestorePreviewDocument.From(repository, target, preview, changes));
        }
        else
        {
            Context.Console.Output.WriteLine(SummaryText.Of(preview, target));
        }

        return ExitCodes.Done;
    }

    private bool IsSilent(ParseResult arguments) => arguments.GetValue(_json) || arguments.GetValue(_quiet);

    private int RestoreDatabase(
        ParseResult arguments, ArchiveInput input, FilePath? walArchive, RecoveryTarget? recovery)
    {
        var repository = input.Repository;
        var target = arguments.GetRequiredValue(_target)!.Value;
        var isJson = arguments.GetValue(_json);
        var watch = new Duration(Context.Machine.Clock);
        using var archive = walArchive is { } path ? WalArchiveDirectory.Open(Context.Machine, path) : null;
        var options = _tree.Read(arguments, new DatabaseRestoreOptions
        {
            Name = input.Name,
            Target = target,
            Recovery = recovery ?? (archive is null ? RecoveryTarget.Immediate : RecoveryTarget.Latest),
            Scans = arguments.GetValue(_proof) is not ProofWhileRunning,
            WorkerCount = arguments.GetValue(_parallel),
            ArchiveRoot = RootOf(arguments, input),
        });
        if (_tree.IsDryRun(arguments))
        {
            return PreviewDatabase(arguments, repository, archive, options);
        }

        var result = Run(repository, archive, options, isShown: !IsSilent(arguments));
        ProblemText.Write(Context.Console, result.Files.Problems, _tree.Notes(arguments));
        if (isJson)
        {
            var document = RestoredDocument.From(repository, target, result.Files, watch.Elapsed) with
            {
                Database = RestoredDatabaseDocument.From(result),
            };
            JsonText.Write(Context.Console.Output, document);
        }
        else if (!arguments.GetValue(_quiet))
        {
            DatabaseRestoreText.Write(Context.Console, result, target, watch.Elapsed);
        }

        return result.FindingCount > 0 ? ExitCodes.Damaged
            : result.Files.Problems.Count > 0 ? ExitCodes.Incomplete
            : ExitCodes.Done;
    }

    private int PreviewDatabase(
        ParseResult arguments, ArchiveRepository repository, WalArchiveDirectory? archive, DatabaseRestoreOptions options)
    {
        var pipeline = new DatabaseRestorePipeline(repository, archive?.Archive, options, new DatabaseRestoreProgress(), _ => { });
        return Preview(arguments, repository, options.Target, tell =>
        {
            var (files, target) = pipeline.Preview(tell);
            var replay = $"the log is then replayed up to {DatabaseRestoreText.Describe(target.Stop)}";
            ProblemText.WriteNotes(Context.Console, target.Path.Count > 0 ? [.. target.Notes, replay] : target.Notes);
            return files;
        });
    }

    private DatabaseRestoreResult Run(
        ArchiveRepository repository, WalArchiveDirectory? archive, DatabaseRestoreOptions options, bool isShown)
    {
        var progress = new DatabaseRestoreProgress();
        ProgressBar? bar = null;
        try
        {
            return new DatabaseRestorePipeline(repository, archive?.Archive, options, progress, Begin).Run();
        }
        finally
        {
            bar?.Dispose();
        }

        void Begin(DatabaseRestoreStage stage)
        {
            bar?.Dispose();
            bar = ProgressBar.Start(
                Context, () => ProgressCounts.Of(progress, stage), stage.ToString().ToLowerInvariant(), hasTotals: true, isShown);
        }
    }
}
