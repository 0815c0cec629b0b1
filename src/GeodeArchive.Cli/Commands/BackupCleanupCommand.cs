using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Collecting;
using GeodeArchive.Backup.Retaining;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup cleanup</c>.</summary>
internal sealed class BackupCleanupCommand : RunnableCommand
{
    private readonly Argument<FilePath?> _root = CommandOptions.RootArgument();

    private readonly Option<TimeSpan?> _olderThan = CommandOptions.AgeOption(
        "--older-than", "Remove only backups that were started longer ago than this: 30d; also with m, h or w.");

    private readonly Option<int> _keepMin = CommandOptions.CountOption(
        "--keep-min", "Keep the newest N full backups. Without it: 1.", without: 1);

    private readonly Option<int> _keepLast = CommandOptions.CountOption("--keep-last", "Keep the newest N backups.", without: 0);
    private readonly Option<int> _keepDaily = Each("--keep-daily", "day");
    private readonly Option<int> _keepWeekly = Each("--keep-weekly", "week");
    private readonly Option<int> _keepMonthly = Each("--keep-monthly", "month");
    private readonly Option<int> _keepYearly = Each("--keep-yearly", "year");
    private readonly Option<bool> _dryRun = CommandOptions.DryRunOption();
    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupCleanupCommand(CommandContext context)
        : base(
            context,
            "cleanup",
            "Remove old backups that no rule keeps and nobody holds, and give their space back.")
    {
        Add(_root);
        Add(_olderThan);
        Add(_keepMin);
        Add(_keepLast);
        Add(_keepDaily);
        Add(_keepWeekly);
        Add(_keepMonthly);
        Add(_keepYearly);
        Add(_dryRun);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup cleanup /backups --older-than 30d --keep-min 4 --dry-run",
        "geode-archive backup cleanup /backups --keep-daily 7 --keep-weekly 5 --keep-monthly 12",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound, ExitCodes.Fenced];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) =>
        AccessedArchive.Of(Context.Configuration.RootOf(Context, arguments, _root));

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var rules = RulesOf(arguments);
        if (!rules.SaysWhatToRemove)
        {
            throw new UsageException("name what may be removed: --older-than 30d, or what to keep: --keep-last, --keep-daily, ...");
        }

        var isDryRun = arguments.GetValue(_dryRun);
        var watch = new Duration(Context.Machine.Clock);
        using var key = _key.Read(Context, arguments);
        using var repository = ArchiveRoot.Open(Context.Machine, Context.Configuration.RootOf(Context, arguments, _root), key);
        var decisions = RetentionPlan.Make(repository.State, rules, WallTime.Now(Context.Machine.Clock));
        var notes = isDryRun ? [] : Delete(repository, decisions);
        var collection = isDryRun ? null : RepositoryCollectCommand.Collect(Context, repository, isDryRun: false, fenceOlderThan: null);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, Describe(repository, decisions, collection, notes, watch.Elapsed));
        }
        else
        {
            Write(decisions, collection, notes, watch.Elapsed);
        }

        return ExitCodes.Done;
    }

    private static Option<int> Each(string name, string period) => CommandOptions.CountOption(
        name, $"Keep the newest backup of each of the last N {period}s that have one. All in UTC.", without: 0);

    private static IReadOnlyList<string> Delete(ArchiveRepository repository, IReadOnlyList<RetentionDecision> decisions)
    {
        var removed = decisions.Where(decision => !decision.IsKept).Select(decision => decision.Backup).ToList();
        return BackupDeletion.Delete(repository, removed, skipsHeld: true).Notes;
    }

    private static CleanedDocument Describe(
        ArchiveRepository repository,
        IReadOnlyList<RetentionDecision> decisions,
        CollectResult? collection,
        IReadOnlyList<string> notes,
        TimeSpan elapsed)
    {
        var root = repository.Store.DisplayName;
        return new CleanedDocument
        {
            Root = root,
            DryRun = collection is null,
            Backups = RetentionDocument.From(decisions),
            RemovedCount = decisions.Count(decision => !decision.IsKept),
            Collection = collection is null ? null : CollectedDocument.From(root, false, collection, elapsed),
            Notes = notes,
        };
    }

    private RetentionRules RulesOf(ParseResult arguments) => new()
    {
        OlderThan = arguments.GetValue(_olderThan),
        KeepMin = arguments.GetValue(_keepMin),
        KeepLast = arguments.GetValue(_keepLast),
        KeepDaily = arguments.GetValue(_keepDaily),
        KeepWeekly = arguments.GetValue(_keepWeekly),
        KeepMonthly = arguments.GetValue(_keepMonthly),
        KeepYearly = arguments.GetValue(_keepYearly),
    };

    private void Write(
        IReadOnlyList<RetentionDecision> decisions, CollectResult? collection, IReadOnlyList<string> notes, TimeSpan elapsed)
    {
        var output = Context.Console.Output;
        var verb = collection is null ? "would be removed" : "removed";
        var width = decisions.Select(decision => decision.Backup.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var decision in decisions)
        {
            output.WriteLine($"{decision.Backup.Name.PadRight(width)}  {(decision.IsKept ? "kept" : verb)}: {decision.Reason}");
        }

        foreach (var note in notes)
        {
            Context.Console.Error.WriteLine($"{CommandContext.ProgramName}: note: {note}");
        }

        var keptCount = decisions.Count(decision => decision.IsKept);
        output.WriteLine($"{CountText.Of(decisions.Count - keptCount, "backup")} {verb}, {CountText.Of(keptCount)} kept");
        if (collection is not null)
        {
            CollectText.Write(Context.Console, collection, isDryRun: false, elapsed);
        }
    }
}
