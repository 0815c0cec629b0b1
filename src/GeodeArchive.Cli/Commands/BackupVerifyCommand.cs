using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup verify</c>.</summary>
internal sealed class BackupVerifyCommand : RunnableCommand
{
    private readonly Option<BackupPlace?> _input = CommandOptions.PlaceOption(
        "--input", $"The backup to verify: {CommandOptions.InputDescription}");

    private readonly Option<bool> _sums = CommandOptions.Flag(
        "--check-checksums", "Read every byte that the backup needs, and check every checksum and every chunk against its name.");

    private readonly Option<bool> _consistency = CommandOptions.Flag(
        "--check-consistency", "Walk the backup's whole tree, and check that everything it refers to is there and fits.");

    private readonly Option<int> _parallel = CommandOptions.ParallelOption();
    private readonly KeyOptions _key = new();
    private readonly IoOption _io = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupVerifyCommand(CommandContext context)
        : base(context, "verify", "Check everything that a backup needs, and write nothing. With neither check named: both.")
    {
        Add(_input);
        Add(_sums);
        Add(_consistency);
        Add(_parallel);
        _key.AddTo(this);
        _io.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup verify --input /backups/full-20260125",
        "geode-archive backup verify --input /backups/full-20260125 --check-consistency",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        _io.Choose(Context, arguments);
        var input = arguments.GetRequiredValue(_input)!;
        var checksBoth = !arguments.GetValue(_sums) && !arguments.GetValue(_consistency);
        var options = new VerifyOptions
        {
            Name = input.Name,
            ChecksSums = checksBoth || arguments.GetValue(_sums),
            ChecksConsistency = checksBoth || arguments.GetValue(_consistency),
            WorkerCount = arguments.GetValue(_parallel),
        };
        var isJson = arguments.GetValue(_json);
        var watch = new Duration(Context.Machine.Clock);
        using var key = _key.Read(Context, arguments);
        var report = Verify(input, key, options, isJson);
        if (isJson)
        {
            JsonText.Write(Context.Console.Output, VerifiedDocument.From(input, options, report, watch.Elapsed));
        }
        else
        {
            VerifyText.Write(Context.Console, options, report, watch.Elapsed);
        }

        return report.Damages.Count == 0 ? ExitCodes.Done : report.Damages.Max(ExitCodes.Of);
    }

    private VerifyReport Verify(BackupPlace input, GivenKey? key, VerifyOptions options, bool isJson)
    {
        var progress = new RunProgress();
        try
        {
            using var opened = ArchiveInput.Open(Context.Machine, input, key);
            using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "verifying", hasTotals: true, isShown: !isJson))
            {
                var result = new VerifyPipeline(opened.Repository, options with { Name = opened.Name }, progress).Run();
                var changed = options.ChecksSums && result.Damages.Count == 0 ? opened.Export?.FindChanged() : null;
                return new VerifyReport(result, [.. result.Damages.Concat(changed ?? []).Select(opened.Locate)]);
            }
        }
        catch (RepositoryException damage) when (damage.Error == RepositoryError.Damaged)
        {
            // The repository file or a manifest: the backup cannot even be looked up.
            return new VerifyReport(null, [damage]);
        }
    }
}
