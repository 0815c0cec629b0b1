using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Collecting;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>repository collect</c>.</summary>
internal sealed class RepositoryCollectCommand : RunnableCommand
{
    private readonly Argument<FilePath?> _root = CommandOptions.RootArgument();
    private readonly Option<bool> _dryRun = CommandOptions.DryRunOption();

    private readonly Option<TimeSpan?> _fence = CommandOptions.AgeOption(
        "--fence-older-than",
        "End sessions that were opened longer ago than this, wherever they run: 24h. "
        + "One that lives fails with code 15, and harms nothing.");

    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public RepositoryCollectCommand(CommandContext context)
        : base(context, "collect", "Give back the space of what no backup needs. Safe beside running backups, restores and collections.")
    {
        Add(_root);
        Add(_dryRun);
        Add(_fence);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive repository collect /backups",
        "geode-archive repository collect /backups --fence-older-than 24h",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound, ExitCodes.Fenced];

    /// <summary>Collects, as this command and others do it.</summary>
    public static CollectResult Collect(CommandContext context, ArchiveRepository repository, bool isDryRun, TimeSpan? fenceOlderThan)
    {
        var options = new CollectOptions
        {
            Host = context.Console.Environment.HostName,
            Program = context.Program,
            FenceOlderThan = fenceOlderThan,
            IsDryRun = isDryRun,
        };
        return new CollectPipeline(repository, options).Run();
    }

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) =>
        AccessedArchive.Of(Context.Configuration.RootOf(Context, arguments, _root));

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var isDryRun = arguments.GetValue(_dryRun);
        var watch = new Duration(Context.Machine.Clock);
        using var key = _key.Read(Context, arguments);
        using var repository = ArchiveRoot.Open(Context.Machine, Context.Configuration.RootOf(Context, arguments, _root), key);
        var result = Collect(Context, repository, isDryRun, arguments.GetValue(_fence));
        if (arguments.GetValue(_json))
        {
            JsonText.Write(
                Context.Console.Output, CollectedDocument.From(repository.Store.DisplayName, isDryRun, result, watch.Elapsed));
        }
        else
        {
            CollectText.Write(Context.Console, result, isDryRun, watch.Elapsed);
        }

        return ExitCodes.Done;
    }
}
