using System.CommandLine;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup list</c>.</summary>
internal sealed class BackupListCommand : RunnableCommand
{
    private readonly Argument<FilePath?> _root = CommandOptions.RootArgument("the directory of --chain, else ");

    private readonly Option<BackupPlace?> _chain = CommandOptions.PlaceOption(
        "--chain", "List only the chain that this backup belongs to, with the sum of its sizes. NAME alone with ROOT.", isRequired: false);

    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupListCommand(CommandContext context)
        : base(context, "list", "List the backups of an archive root, or one chain. All times are UTC.")
    {
        Add(_root);
        Add(_chain);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup list /backups",
        "geode-archive backup list --chain /backups/full-20260125",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var chain = arguments.GetValue(_chain);
        var root = ChooseRoot(arguments, chain);
        using var key = _key.Read(Context, arguments);
        using var repository = ArchiveRoot.Open(Context.Machine, root, key);
        var listing = chain is null ? BackupListing.OfAll(repository) : BackupListing.OfChain(repository, chain.Name);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, ListedDocument.From(repository, listing));
        }
        else if (chain is not null)
        {
            ChainText.Write(Context.Console.Output, listing);
        }
        else
        {
            TableText.Write(Context.Console.Output, listing, repository.Store.DisplayName);
        }

        return ExitCodes.Done;
    }

    private FilePath ChooseRoot(ParseResult arguments, BackupPlace? chain)
    {
        if (chain is not null && arguments.GetValue(_root) is null)
        {
            return chain.Root;
        }

        var root = Context.Configuration.RootOf(Context, arguments, _root);
        return chain is { HasRoot: true } && !ArchiveRoot.IsSame(Context.Machine, chain.Root, root)
            ? throw new UsageException($"--chain is in {chain.Root}, not in {root}")
            : root;
    }
}
