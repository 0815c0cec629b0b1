using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup hold</c>.</summary>
internal sealed class BackupHoldCommand : RunnableCommand
{
    private readonly Argument<BackupPlace?> _place = new("ROOT/NAME")
    {
        Description = "The backup.",
        HelpName = CommandOptions.Place,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadPlace,
    };

    private readonly Option<string?> _reason = new("--reason")
    {
        Description = "Why, for whoever wants to delete it.",
        HelpName = "TEXT",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = argument => ArgumentValues.ReadWith(argument, ReadReason),
    };

    private readonly Option<bool> _release = CommandOptions.Flag("--release", "Hold it no more.");
    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupHoldCommand(CommandContext context)
        : base(context, "hold", "Hold a backup, so that neither delete nor cleanup removes it, until it is released.")
    {
        Add(_place);
        Add(_reason);
        Add(_release);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup hold /backups/full-20260125 --reason audit",
        "geode-archive backup hold /backups/full-20260125 --release",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) => AccessedArchive.Of(arguments.GetRequiredValue(_place)!);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var place = arguments.GetRequiredValue(_place)!;
        var releases = arguments.GetValue(_release);
        var reason = arguments.GetValue(_reason);
        if (releases && reason is not null)
        {
            throw new UsageException("--reason is why a backup is held: it does not go with --release");
        }

        using var key = _key.Read(Context, arguments);
        using var repository = ArchiveRoot.Open(Context.Machine, place.Root, key);
        var who = Context.Console.Environment.Who;
        var hold = releases
            ? BackupHold.Release(repository, place.Name, who)
            : BackupHold.Hold(repository, place.Name, who, reason ?? string.Empty);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, new HeldDocument
            {
                Root = repository.Store.DisplayName,
                Name = place.Name,
                Hold = releases ? null : HoldDocument.From(hold),
            });
        }
        else
        {
            Context.Console.Output.WriteLine(releases ? $"{place.Name}: released" : $"{place.Name}: held by {hold.Who}");
        }

        return ExitCodes.Done;
    }

    private static string ReadReason(string text) => BackupHold.IsReason(text) && !text.Any(char.IsControl)
        ? text
        : throw new UsageException("a reason is at most 255 bytes, without control characters");
}
