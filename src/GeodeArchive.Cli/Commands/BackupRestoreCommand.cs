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
        "--input", "The backup to restore: its archive root and its name in it.");

    private readonly Option<FilePath?> _target = CommandOptions.DirectoryOption(
        "--data-dir", "The directory to restore into: absent or empty.");

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
    private readonly Option<int> _parallel = CommandOptions.ParallelOption();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

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
        Add(_parallel);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup restore --input /backups/full-20260125 --data-dir /srv/restored",
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
    public override int Run(ParseResult arguments)
    {
        var input = arguments.GetRequiredValue(_input)!;
        var walArchive = arguments.GetValue(_walArchive);
        var recovery = _recovery.Read(arguments);
        if (walArchive is null && recovery is not null && recovery.Kind != RecoveryTargetKind.Immediate)
        {
            throw new UsageException("a target needs --wal-archive");
        }

        using var key = _key.Read(Context, arguments);
        using var repository = ArchiveRoot.OpenToRead(Context.Machine, input.Root, key);
        var isDatabase = DatabaseBackup.Describe(repository, input.Name) is not null;
        if (!isDatabase && (walArchive is not null || recovery is not null || arguments.GetValue(_proof) is not null))
        {
            throw new UsageException($"{input.Name} is a backup of a directory: a WAL archive, a target and a proof are for databases");
        }

        return isDatabase
            ? RestoreDatabase(arguments, repository, input.Name, walArchive, recovery)
            : RestoreTree(arguments, repository, input.Name);
    }

    private int RestoreTree(ParseResult arguments, ArchiveRepository repository, string name)
    {
        var target = arguments.GetRequiredValue(_target)!.Value;
        var isJson = arguments.GetValue(_json);
        var progress = new RunProgress();
        var watch = new Duration(Context.Machine.Clock);
        var options = new RestoreOptions { Name = name, Target = target, WorkerCount = arguments.GetValue(_parallel) };
        RestoreResult result;
        using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "restoring", hasTotals: true, isShown: !isJson))
        {
            result = new RestorePipeline(repository, options, progress).Run();
        }

        ProblemText.Write(Context.Console, result.Problems, []);
        if (isJson)
        {
            JsonText.Write(Context.Console.Output, RestoredDocument.From(repository, target, result, watch.Elapsed));
        }
        else
        {
            Context.Console.Output.WriteLine(SummaryText.Of(result, target, watch.Elapsed));
        }

        return result.Problems.Count > 0 ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    private int RestoreDatabase(
        ParseResult arguments, ArchiveRepository repository, string name, FilePath? walArchive, RecoveryTarget? recovery)
    {
        var target = arguments.GetRequiredValue(_target)!.Value;
        var isJson = arguments.GetValue(_json);
        var watch = new Duration(Context.Machine.Clock);
        using var archive = walArchive is { } path ? WalArchiveDirectory.Open(Context.Machine, path) : null;
        var options = new DatabaseRestoreOptions
        {
            Name = name,
            Target = target,
            Recovery = recovery ?? (archive is null ? RecoveryTarget.Immediate : RecoveryTarget.Latest),
            Scans = arguments.GetValue(_proof) is not ProofWhileRunning,
            WorkerCount = arguments.GetValue(_parallel),
        };
        var result = Run(repository, archive, options, isShown: !isJson);
        ProblemText.Write(Context.Console, result.Files.Problems, []);
        if (isJson)
        {
            var document = RestoredDocument.From(repository, target, result.Files, watch.Elapsed) with
            {
                Database = RestoredDatabaseDocument.From(result),
            };
            JsonText.Write(Context.Console.Output, document);
        }
        else
        {
            DatabaseRestoreText.Write(Context.Console, result, target, watch.Elapsed);
        }

        return result.FindingCount > 0 ? ExitCodes.Damaged
            : result.Files.Problems.Count > 0 ? ExitCodes.Incomplete
            : ExitCodes.Done;
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
