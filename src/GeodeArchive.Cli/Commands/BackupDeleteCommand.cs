using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup delete</c>.</summary>
internal sealed class BackupDeleteCommand : RunnableCommand
{
    private readonly Argument<IReadOnlyList<BackupPlace>?> _places = CommandOptions.PlacesArgument(
        "The backups to delete, all of one archive root. None is deleted if one of them does not exist or is held.");

    private readonly Option<bool> _dryRun = CommandOptions.DryRunOption();
    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupDeleteCommand(CommandContext context)
        : base(context, "delete", "Delete backups. Others are complete without them; repository collect gives the space back.")
    {
        Add(_places);
        Add(_dryRun);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup delete /backups/incr-20260126 /backups/incr-20260127",
        "geode-archive backup delete /backups/full-20260125 --dry-run",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) => AccessedArchive.Of(arguments.GetRequiredValue(_places)!);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var places = arguments.GetRequiredValue(_places)!;
        var root = places[0].Root;
        if (places.FirstOrDefault(place => !ArchiveRoot.IsSame(Context.Machine, place.Root, root)) is { } other)
        {
            throw new UsageException($"the backups are in one archive root: {other.Root} is not {root}");
        }

        var isDryRun = arguments.GetValue(_dryRun);
        using var key = _key.Read(Context, arguments);
        using var repository = ArchiveRoot.Open(Context.Machine, root, key);
        var backups = BackupDeletion.Find(repository, [.. places.Select(place => place.Name)]);
        var (deleted, notes) = isDryRun ? (backups, []) : BackupDeletion.Delete(repository, backups, skipsHeld: false);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, new DeletedDocument
            {
                Root = repository.Store.DisplayName,
                DryRun = isDryRun,
                Backups = [.. deleted.Select(backup => backup.Name)],
                Notes = notes,
            });
            return ExitCodes.Done;
        }

        foreach (var backup in deleted)
        {
            Context.Console.Output.WriteLine($"{backup.Name}: {(isDryRun ? "would be deleted" : "deleted")}");
        }

        foreach (var note in notes)
        {
            Context.Console.Error.WriteLine($"{CommandContext.ProgramName}: note: {note}");
        }

        Context.Console.Output.Flush();
        FailureText.WriteHint(Context.Console, $"this gives the space back: geode-archive repository collect {root}");
        return ExitCodes.Done;
    }
}
