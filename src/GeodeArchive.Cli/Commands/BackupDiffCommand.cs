using System.CommandLine;
using GeodeArchive.Backup.Comparing;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup diff</c>.</summary>
internal sealed class BackupDiffCommand : RunnableCommand
{
    private readonly Argument<BackupPlace?> _before = CommandOptions.PlaceArgument(
        $"The first backup: {CommandOptions.InputDescription}", "ROOT/A");

    private readonly Argument<BackupPlace?> _after = CommandOptions.PlaceArgument(
        $"The second backup: {CommandOptions.InputDescription}", "ROOT/B");

    private readonly Argument<TreePath?> _path = CommandOptions.TreePathArgument("What to compare. Without it: all.");
    private readonly Option<bool> _content = CommandOptions.Flag("--content", "Do not look at metadata of what both backups have.");
    private readonly Option<bool> _metadata = CommandOptions.Flag("--metadata", "Do not look at the content of what both backups have.");

    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.Flag(
        "--json", "Print each change, and then the totals, as one JSON object on a line of its own.");

    /// <summary>Defines the command.</summary>
    public BackupDiffCommand(CommandContext context)
        : base(
            context,
            "diff",
            "Say in what two backups differ: + added, - removed, T type, C content, M metadata.")
    {
        Add(_before);
        Add(_after);
        Add(_path);
        Add(_content);
        Add(_metadata);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup diff /backups/full-20260125 /backups/incr-20260126",
        "geode-archive backup diff /backups/full-20260125 /backups/incr-20260126 etc --content --json",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments)
    {
        var before = arguments.GetRequiredValue(_before)!;
        return new AccessedArchive(before.Root, [before.Name, arguments.GetRequiredValue(_after)!.Name]);
    }

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var key = _key.Read(Context, arguments);
        if (arguments.GetValue(_content) && arguments.GetValue(_metadata))
        {
            throw new UsageException("--content and --metadata exclude each other", "without either, both are compared");
        }

        var before = arguments.GetRequiredValue(_before)!;
        var after = arguments.GetRequiredValue(_after)!;
        return ArchiveInput.Use(Context.Machine, before, key, first =>
        {
            using var view = BackupView.Open(first.Repository, first.Name);
            if (first.Export is null && after.Root == before.Root && !ArchiveInput.IsExport(Context.Machine, after))
            {
                using var other = BackupView.Open(first.Repository, after.Name);
                return Compare(arguments, view, other);
            }

            using var second = ArchiveInput.Open(Context.Machine, after, key, demandsKeys: false);
            using var secondView = BackupView.Open(second.Repository, second.Name);
            return Compare(arguments, view, secondView);
        }, demandsKeys: false);
    }

    private int Compare(ParseResult arguments, BackupView before, BackupView after)
    {
        var isJson = arguments.GetValue(_json);
        var looksAt = arguments.GetValue(_content) ? ChangeKinds.Content
            : arguments.GetValue(_metadata) ? ChangeKinds.Metadata
            : ChangeKinds.Content | ChangeKinds.Metadata;
        var totals = new DiffTotals();
        foreach (var change in new BackupComparison(before, after, looksAt).Compare(arguments.GetValue(_path) ?? TreePath.Root))
        {
            totals.Add(change);
            if (isJson)
            {
                JsonText.WriteLine(Context.Console.Output, ChangeDocument.From(change));
            }
            else
            {
                Context.Console.Output.WriteLine(DiffText.Of(change));
            }
        }

        if (isJson)
        {
            JsonText.WriteLine(Context.Console.Output, new DiffTotalsDocument(totals));
        }
        else
        {
            Context.Console.Output.WriteLine(DiffText.Of(totals));
        }

        return ExitCodes.Done;
    }
}
