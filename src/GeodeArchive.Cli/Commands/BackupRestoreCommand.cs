using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup restore</c>.</summary>
internal sealed class BackupRestoreCommand : RunnableCommand
{
    private readonly Option<BackupPlace?> _input = CommandOptions.PlaceOption(
        "--input", "The backup to restore: its archive root and its name in it.");

    private readonly Option<FilePath?> _target = CommandOptions.DirectoryOption(
        "--data-dir", "The directory to restore into: absent or empty.");

    private readonly Option<int> _parallel = CommandOptions.ParallelOption();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupRestoreCommand(CommandContext context)
        : base(context, "restore", "Restore a backup. Any backup restores alone, whatever its type.")
    {
        Add(_input);
        Add(_target);
        Add(_parallel);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["geode-archive backup restore --input /backups/full-20260125 --data-dir /srv/restored"];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Incomplete, ExitCodes.Damaged, ExitCodes.NotFound, ExitCodes.Exists];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var input = arguments.GetRequiredValue(_input)!;
        var target = arguments.GetRequiredValue(_target)!.Value;
        var isJson = arguments.GetValue(_json);
        using var repository = ArchiveRoot.Open(Context.Machine, input.Root);
        var progress = new RunProgress();
        var watch = new Duration(Context.Machine.Clock);
        var options = new RestoreOptions { Name = input.Name, Target = target, WorkerCount = arguments.GetValue(_parallel) };
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
}
