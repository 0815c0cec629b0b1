using System.CommandLine;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Keys;

/// <summary><c>key remove</c>.</summary>
internal sealed class KeyRemoveCommand : KeyCommand
{
    private readonly Option<string?> _slot = new("--slot")
    {
        Description = "Its id, or how it begins, as key list shows it.",
        HelpName = "ID",
        Required = true,
        Arity = ArgumentArity.ExactlyOne,
    };

    /// <summary>Defines the command.</summary>
    public KeyRemoveCommand(CommandContext context)
        : base(
            context,
            "remove",
            "Remove a key slot. Give a key that opens another one: the last way in cannot be removed. Who has opened the slot before may "
            + "have kept the keys of what was stored until now; key rotate --new-generation keeps him from what is stored later, unless he "
            + "can still read the archive's files.")
    {
        Add(_slot);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["geode-archive key remove /backups --slot 5f0c"];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var repository = Open(arguments);
        var slot = new RepositoryKeyring(repository).Remove(arguments.GetRequiredValue(_slot)!);
        Context.Console.Output.WriteLine($"Slot {slot.Id} removed");
        return ExitCodes.Done;
    }
}
