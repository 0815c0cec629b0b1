using System.CommandLine;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Keys;

/// <summary><c>key list</c>.</summary>
internal sealed class KeyListCommand : KeyCommand
{
    private static readonly string[] Header = ["SLOT", "OPENED BY", "ACCESS", "MADE (UTC)", "LABEL"];

    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public KeyListCommand(CommandContext context)
        : base(context, "list", "List the key slots of an archive: what opens each, and what for. Needs no key.")
    {
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["geode-archive key list /backups"];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var repository = Open(arguments);
        var keyring = new RepositoryKeyring(repository);
        var damages = new List<RepositoryException>();
        var slots = keyring.Slots(damages);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, KeysDocument.From(repository, keyring, slots, damages));
        }
        else
        {
            ColumnText.Write(Context.Console.Output, [Header, .. slots.Select(slot => Row(repository, slot))]);
            foreach (var damage in damages)
            {
                Context.Console.Output.WriteLine(VerifyText.Describe(damage));
            }
        }

        return damages.Count == 0 ? ExitCodes.Done : ExitCodes.Damaged;
    }

    private static string[] Row(ArchiveRepository repository, KeySlot slot) =>
    [
        slot.Id.ToString(),
        KeyText.OfDerivation(slot.Section.Derivation) + (repository.UnlockedSlot?.Id == slot.Id ? " (given)" : string.Empty),
        KeyText.OfAccess(slot.Section.Access),
        TimeText.OfMoment(slot.Header.Created),
        slot.Section.Label,
    ];
}
